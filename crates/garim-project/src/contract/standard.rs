//! The keys of the standard (3.1.0, and those of 3.2 that arrive): known, whether or not we read them.

/// Of a contract.
pub(super) const CONTRACT: &[&str] = &[
    "apiVersion",
    "kind",
    "id",
    "name",
    "version",
    "status",
    "tenant",
    "tags",
    "domain",
    "dataProduct",
    "description",
    "servers",
    "schema",
    "support",
    "price",
    "team",
    "roles",
    "slaDefaultElement",
    "slaProperties",
    "authoritativeDefinitions",
    "customProperties",
    "contractCreatedTs",
    "synonyms",
];

/// Of a table.
pub(super) const OBJECT: &[&str] = &[
    "id",
    "name",
    "physicalType",
    "physicalName",
    "description",
    "businessName",
    "logicalType",
    "authoritativeDefinitions",
    "tags",
    "customProperties",
    "dataGranularityDescription",
    "properties",
    "relationships",
    "quality",
    "synonyms",
];

/// Of a column.
pub(super) const PROPERTY: &[&str] = &[
    "id",
    "name",
    "physicalType",
    "physicalName",
    "description",
    "businessName",
    "authoritativeDefinitions",
    "tags",
    "customProperties",
    "primaryKey",
    "primaryKeyPosition",
    "logicalType",
    "logicalTypeOptions",
    "required",
    "unique",
    "partitioned",
    "partitionKeyPosition",
    "classification",
    "encryptedName",
    "transformSourceObjects",
    "transformLogic",
    "transformDescription",
    "examples",
    "criticalDataElement",
    "relationships",
    "quality",
    "synonyms",
    "enum",
];

/// Of a custom property.
pub(super) const CUSTOM: &[&str] = &["id", "property", "value", "description"];
