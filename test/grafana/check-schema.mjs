// The dashboard's JSON has the shape that Grafana's own types describe.
// usage: node check-schema.mjs DASHBOARD.json     beside node_modules and dashboard-types.ts
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { defaultDashboard } from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
import ts from 'typescript';

const here = path.dirname(fileURLToPath(import.meta.url));
const dashboard = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const options = {
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, noEmit: true, strict: true, skipLibCheck: true,
  target: ts.ScriptTarget.ES2022, types: [],
};
const host = ts.createCompilerHost(options);
const readSource = host.getSourceFile;
const known = new Map();
const checked = path.join(here, 'checked.ts');

// Each panel is a constant of its own, so that a word that its type does not know is an error too.
function source({ panels, ...rest }) {
  const all = panels.flatMap(({ panels: inner = [], ...panel }) => (panel.type === 'row' ? [{ ...panel, panels: [] }, ...inner] : [panel]));
  return [
    "import type { Panels, WholeDashboard } from './dashboard-types';",
    `export const dashboard: WholeDashboard = ${JSON.stringify(rest)};`,
    ...all.map((panel) => `export const panel${panel.id}: Panels[${JSON.stringify(panel.type)}] = ${JSON.stringify(panel)};`),
  ].join('\n');
}

function errors(document) {
  const text = source(document);
  host.getSourceFile = (name, ...more) => {
    if (name === checked) return ts.createSourceFile(name, text, options.target);
    if (!known.has(name)) known.set(name, readSource(name, ...more));
    return known.get(name);
  };
  const program = ts.createProgram([checked], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && file.text.slice(file.text.lastIndexOf('\n', start) + 1, start);
    const name = line?.match(/^export const (\w+)/)?.[1] ?? file?.fileName;
    return `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

const panelOf = (document, type) => document.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).find((panel) => panel.type === type);
const mistakes = {
  'an option that the panel does not have': (d) => { panelOf(d, 'barchart').options.barwidth = 1; },
  'an option that is left out': (d) => { delete panelOf(d, 'stat').options.reduceOptions; },
  'a word that is none of an option\'s': (d) => { panelOf(d, 'timeseries').options.tooltip.mode = 'many'; },
  'a setting of fields that the panel does not have': (d) => { panelOf(d, 'timeseries').fieldConfig.defaults.custom.linewidth = 2; },
  'an override of a setting that there is not': (d) => { panelOf(d, 'table').fieldConfig.overrides[0].properties[0].id = 'custom.minwidth'; },
  'a colour without its mode': (d) => { panelOf(d, 'barchart').fieldConfig.overrides[0].properties[0].value = '#0072B2'; },
  'a query without SQL': (d) => { delete panelOf(d, 'stat').targets[0].rawSql; },
  'a variable of a type that there is not': (d) => { d.templating.list[0].type = 'data source'; },
  'a type of panel that is not checked': (d) => { panelOf(d, 'stat').type = 'graph'; },
  'a word that a dashboard does not know': (d) => { d.timeZone = 'utc'; },
};

// Of alert rules @grafana/schema has no types: what Grafana's provisioning asks of a rule, and that each part names parts that there are.
const { groups } = JSON.parse(readFileSync(path.join(path.dirname(process.argv[2]), 'alert.json'), 'utf8'));
test('the example of an alert has what provisioning asks for', () => {
  for (const { rules, ...group } of groups) {
    assert.deepEqual(Object.keys(group).sort(), ['folder', 'interval', 'name', 'orgId']);
    assert.ok(rules.length > 0);
    for (const { uid, title, condition, data, noDataState, execErrState, for: wait, annotations } of rules) {
      assert.match(uid, /^[\w-]{1,40}$/);
      assert.ok(title.length <= 190 && annotations.summary);
      assert.ok(['NoData', 'Alerting', 'OK', 'KeepLast'].includes(noDataState) && ['Error', 'Alerting', 'OK', 'KeepLast'].includes(execErrState));
      assert.match(wait, /^\d+[smhd]$/);
      const names = data.map(({ refId }) => refId);
      assert.ok(names.includes(condition));
      for (const { refId, datasourceUid, model } of data) {
        assert.equal(model.refId, refId);
        if (datasourceUid === '__expr__') assert.ok(names.includes(model.expression));
        else assert.ok(model.rawSql && model.format === 'table');
      }
    }
  }
});
test('the schema version is the current one', () => assert.equal(dashboard.schemaVersion, defaultDashboard.schemaVersion));
test('the dashboard and its panels have the shape of their types', () => assert.deepEqual(errors(dashboard), []));
for (const [name, make] of Object.entries(mistakes)) {
  test(`${name} would be found`, () => {
    const copy = structuredClone(dashboard);
    make(copy);
    assert.ok(errors(copy).length > 0);
  });
}
