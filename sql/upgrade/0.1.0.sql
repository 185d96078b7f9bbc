-- What the upgrade from 0.1.0 cannot be told by comparing its install script with this version's.

-- Has the same arguments, but the body that it had rests on a function that goes.
DROP PROCEDURE @extschema@.upgrade_social_mart(text);
