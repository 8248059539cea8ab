//! `datasets/*.odcs.yaml`: data contracts in the Open Data Contract Standard, version 3.

mod column;
mod custom;
mod erasure;
mod people;
mod rule;
mod standard;

use garim_core::{
    asset::{BadRows, Contract, DEFAULT_LATE_DAYS, ErasureAction, SourceRef, Stage, Standing},
    name::{ColumnName, DatasetName, SourceName},
    schema::Schema,
};

use self::{column::ColumnText, custom::Custom};
use crate::{
    document::{Document, Map, Text},
    node::Node,
    problem::Mark,
};

/// A contract with the places of what it names.
pub(crate) struct ContractText {
    /// The contract.
    pub contract: Contract,
    /// Where it is named.
    pub mark: Mark,
    /// Where it names its source.
    pub source: Option<Mark>,
    /// Where it names its successor.
    pub successor: Option<Mark>,
}

/// Reads one contract; nothing where too much is missing to go on.
pub(crate) fn read<'a>(document: Document<'a>, node: &'a Node) -> Option<ContractText> {
    let top = document.map(node, "a data contract")?;
    top.known("a data contract", standard::CONTRACT);
    head(&top);
    let id = top.required("id", "id: shop.user")?;
    let table = the_table(&top)?;
    table.known("a schema entry", standard::OBJECT);
    let custom = Custom::of(&[top, table], custom::CONTRACT);
    let name = name(&id, &table);
    let columns = column::read(&table, people::only_identifier);
    let source = source(&top, &table);
    let day = rule::day(&table, &columns, source.is_some());
    let key = rule::columns(&custom, "garimKey", &columns);
    let received = rule::column(&custom, "garimReceived", &columns);
    let late_days = custom.text("garimLate").map_or(Some(DEFAULT_LATE_DAYS), |t| rule::late(&t));
    let (row_owner, erasure) = erasure::read(&custom, &id, &columns);
    let (standing, successor) = standing(&top, &custom);
    let bad_rows = custom.get("garimOnBadRow").map_or(Some(BadRows::Batch), |node| rule::bad_rows(document, node));
    let stage = custom.text("garimStage").map(|t| t.one_of("a stage", &STAGES));
    let default_stage = if source.is_some() { Stage::Source } else { Stage::Mart };
    let contract = Contract {
        name: name?,
        version: top.required("version", "version: 1.0.0")?.value.to_owned(),
        business_name: table.string("businessName"),
        description: description(&top, &table),
        domain: top.string("domain"),
        owner: people::owner(&top),
        standing,
        stage: stage.unwrap_or(Some(default_stage))?,
        synonyms: [top.strings("synonyms"), table.strings("synonyms")].concat(),
        tags: [top.strings("tags"), table.strings("tags")].concat(),
        source: source.as_ref().map(|(s, _)| s.clone()),
        since: since(document, &columns),
        column_texts: columns.iter().map(ColumnText::words).collect(),
        schema: Schema { columns: columns.into_iter().map(|c| c.column).collect() },
        day: day?,
        key,
        received,
        late_days: late_days?,
        bad_rows: bad_rows?,
        erasure: erasure.unwrap_or(ErasureAction::Anonymise),
        row_owner,
    };
    Some(ContractText { contract, mark: id.mark(), source: source.map(|(_, mark)| mark), successor })
}

const STAGES: [(&str, Stage); 3] = [("source", Stage::Source), ("staging", Stage::Staging), ("mart", Stage::Mart)];

/// Checks the lines that only say what kind of file this is.
fn head(top: &Map<'_>) {
    if let Some(version) = top.required("apiVersion", "apiVersion: v3.1.0")
        && !version.value.trim_start_matches('v').starts_with("3.")
    {
        version.problem("only version 3 of the standard is read", Some("such as `v3.1.0`".to_owned()));
    }
    if let Some(kind) = top.required("kind", "kind: DataContract") {
        kind.one_of("a kind of file that is read here", &[("DataContract", ())]);
    }
}

/// The one table that a contract describes.
fn the_table<'a>(top: &Map<'a>) -> Option<Map<'a>> {
    if top.get("schema").is_none() {
        top.missing("schema", "schema: [{name: user, properties: […]}]");
    }
    let list = top.list("schema");
    if let Some(second) = list.get(1) {
        let help = "write a contract of its own for each table".to_owned();
        top.document.problem(second.span, "a contract describes one table here", Some(help));
    }
    top.document.map(list.first()?, "a schema entry")
}

/// `shop.user` from the id; its second part is the table's name.
fn name(id: &Text<'_>, table: &Map<'_>) -> Option<DatasetName> {
    let name = id.parse::<DatasetName>();
    let written = table.required("name", "name: user")?;
    let name = name?;
    if written.value != name.table() {
        let help = format!("write `{}` here and the source's own name as `physicalName`", name.table());
        written.problem(format!("the id says that this is `{}`", name.table()), Some(help));
    }
    Some(name)
}

fn source(top: &Map<'_>, table: &Map<'_>) -> Option<(SourceRef, Mark)> {
    let servers = top.list("servers");
    if let Some(second) = servers.get(1) {
        top.document.problem(second.span, "a dataset comes from one source", Some("keep one server".to_owned()));
    }
    let server = top.document.map(servers.first()?, "a server")?;
    let text = server.required("server", "server: sales")?;
    let source = text.parse::<SourceName>()?;
    let table = table.string("physicalName").or_else(|| table.string("name"))?;
    Some((SourceRef { source, table }, text.mark()))
}

fn standing(top: &Map<'_>, custom: &Custom<'_>) -> (Standing, Option<Mark>) {
    #[derive(Clone, Copy)]
    enum Word {
        Active,
        Draft,
        Deprecated,
    }
    const WORDS: [(&str, Word); 5] = [
        ("active", Word::Active),
        ("draft", Word::Draft),
        ("proposed", Word::Draft),
        ("deprecated", Word::Deprecated),
        ("retired", Word::Deprecated),
    ];
    let word = top.required("status", "status: active").and_then(|t| t.one_of("a status", &WORDS));
    let successor = custom.text("garimSuccessor");
    match (word, successor) {
        (Some(Word::Deprecated), successor) => {
            let standing = Standing::Deprecated { successor: successor.as_ref().map(|t| t.value.to_owned()) };
            (standing, successor.map(|t| t.mark()))
        }
        (word, successor) => {
            if let Some(text) = successor {
                text.problem("only a deprecated dataset has a successor", Some("write `status: deprecated`".to_owned()));
            }
            let draft = matches!(word, Some(Word::Draft));
            (if draft { Standing::Draft } else { Standing::Active }, None)
        }
    }
}

/// The table's description, and the contract's: its purpose, limitations and usage (the standard's map), or plain text.
fn description(top: &Map<'_>, table: &Map<'_>) -> Option<String> {
    let mut parts: Vec<String> = table.string("description").into_iter().collect();
    match top.get("description").map(|n| &n.value) {
        Some(crate::node::Value::Map(_)) => {
            let map = top.map("description")?;
            map.known("`description`", &["purpose", "limitations", "usage", "authoritativeDefinitions", "customProperties"]);
            parts.extend(["purpose", "limitations", "usage"].into_iter().filter_map(|key| map.string(key)));
        }
        _ => parts.extend(top.string("description")),
    }
    if parts.is_empty() { None } else { Some(parts.join("; ")) }
}

/// The one column that says since when a subject is with us.
fn since(document: Document<'_>, columns: &[ColumnText]) -> Option<ColumnName> {
    let mut marked = columns.iter().filter(|c| c.since);
    let first = marked.next()?;
    if let Some(second) = marked.next() {
        document.problem(second.span, "two columns say since when a person is with us", Some("keep one `garimSince`".to_owned()));
    }
    Some(first.column.name.clone())
}
