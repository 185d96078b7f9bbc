// What Grafana's own types say of a dashboard, for JSON: where they have an enum of strings, the file has the string.
import type { Dashboard, DataQuery, FieldColor, FieldConfig, Panel, RowPanel, ThresholdsConfig, ValueMapping } from '@grafana/schema';
import type * as BarChart from '@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

export type Json<T> = unknown extends T ? T
  : T extends string ? `${T}`
  : T extends (infer Item)[] ? Json<Item>[]
  : T extends object ? { [Key in keyof T]: Json<T[Key]> }
  : T;

// The package has no type for the queries of the PostgreSQL data source.
interface Target extends Json<DataQuery> {
  editorMode: 'code';
  format: 'table' | 'time_series';
  rawQuery: true;
  rawSql: string;
}

// An override sets one of the options that every field has, or one of the panel's own.
type Standard = Required<Pick<FieldConfig, 'decimals' | 'unit' | 'noValue'>> & { links: { title: string; url: string; targetBlank: boolean }[]; color: FieldColor; mappings: ValueMapping[]; thresholds: ThresholdsConfig };
type Property<Custom> =
  | { [Key in keyof Standard]: { id: Key; value: Json<Standard[Key]> } }[keyof Standard]
  | { [Key in keyof Custom & string]-?: { id: `custom.${Key}`; value: Json<NonNullable<Custom[Key]>> } }[keyof Custom & string];

type PanelOf<Type extends string, Options, Custom> = Omit<Json<Panel>, 'type' | 'options' | 'targets' | 'fieldConfig'> & {
  type: Type;
  title: string;
  description: string;
  options: Json<Options>;
  targets: Target[];
  fieldConfig: {
    defaults: Omit<Json<FieldConfig>, 'custom'> & { custom?: Partial<Json<Custom>> };
    overrides: { matcher: { id: 'byName'; options: string }; properties: Property<Custom>[] }[];
  };
};

export interface Panels {
  barchart: PanelOf<'barchart', BarChart.Options, BarChart.FieldConfig>;
  row: Json<RowPanel>;
  stat: PanelOf<'stat', Stat.Options, {}>;
  table: PanelOf<'table', Table.Options, Table.FieldConfig>;
  timeseries: PanelOf<'timeseries', TimeSeries.Options, TimeSeries.FieldConfig>;
}
export type WholeDashboard = Json<Dashboard>;
