//! The schemas of `data-templates/schema/`, the program and `data-templates/README.md` know the same keys.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use relief::calendar::{Calendar, local_notice};
use relief::fault::Source;
use relief::field::{Field, Kind};
use relief::lang::{Lang, Say};
use relief::rules::Pack;
use relief::workspace::{Workspace, WorkspaceError};
use serde_json::{Value, json};
use support::Folder;

const PROGRAMME: &str = "rules/<place>/<programme>.toml";
const CALENDAR: &str = "calendar/cn/<year>.toml";
const LOCAL_DAYS: &str = "calendar/local/<code>-<year>.toml";

/// Kinds of files: the section of the README, and the schema.
const KINDS: [(&str, &str); 15] = [
    ("documents.toml", "documents"),
    (PROGRAMME, "programme"),
    ("figures.toml", "figures"),
    ("columns.toml", "columns"),
    ("codes.toml", "codes"),
    ("lists.toml", "lists"),
    ("stacking.toml", "stacking"),
    ("guardians.toml", "guardians"),
    ("mismatches.toml", "mismatches"),
    ("identity.toml", "identity"),
    ("summary.toml", "summary"),
    ("words.toml", "words"),
    (CALENDAR, "calendar"),
    (LOCAL_DAYS, "local-days"),
    ("relief.toml", "relief"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> Value {
    let path = root().join("data-templates/schema").join(format!("{name}.json"));
    serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}.json: {error}"))
}

fn validator(name: &str) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(&schema(name)).unwrap()
}

/// TOML as an editor holds it against a schema: dates are strings.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(yes) => json!(yes),
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(list) => list.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, inner)| (key.clone(), as_json(inner))).collect())
        }
    }
}

fn parsed(text: &str) -> Value {
    as_json(&toml::Value::Table(text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"))))
}

/// The TOML files below a folder, with the paths they have in it.
fn toml_files(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("toml") => found.push((path.strip_prefix(folder).unwrap().display().to_string(), path)),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// The schema of a file by its path: its name, its folder, or else a programme.
fn kind_of(inside: &str) -> Option<&'static str> {
    let name = inside.rsplit('/').next().unwrap();
    let named = KINDS.iter().find(|(section, _)| *section == name);
    match named {
        Some((_, schema)) => Some(schema),
        None if inside.starts_with("calendar/local/") => Some("local-days"),
        None if inside.starts_with("calendar/") => Some("calendar"),
        None if inside.starts_with("rules/") || inside.starts_with("own-rules/") => Some("programme"),
        None => None,
    }
}

#[test]
fn every_file_shipped_is_what_its_schema_says() {
    let mut held = BTreeSet::new();
    for folder in ["data-templates", "examples"] {
        for (inside, path) in toml_files(&root().join(folder)) {
            let Some(kind) = kind_of(&inside) else {
                // Beside the examples stand what their tests expect and how they are made.
                assert_eq!(folder, "examples", "no schema is for {inside}");
                continue;
            };
            let file = parsed(&fs::read_to_string(path).unwrap());
            let wrong: Vec<String> = validator(kind)
                .iter_errors(&file)
                .map(|error| format!("{inside}: {error} at {}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            held.insert(kind);
        }
    }
    assert_eq!(held.len(), KINDS.len(), "only {held:?}");
}

const BASIS: &str = r#"basis = { document = "mca-2012-220", article = "第二十六条", quote = "5个工作日" }"#;

/// What is written, and what instead.
type Change = (&'static str, &'static str);

/// A sound file of a kind, and changes that make it unsound.
const BROKEN: &[(&str, &str, &[Change])] = &[
    (
        "programme",
        r#"id = "x"
area = "632323"
order = ["applied"]
[[version]]
from = 2018-01-01
basis = { document = "mca-2012-220", article = "第二十六条", quote = "5个工作日" }
[[version.deadline]]
name = "步"
name_en = "Step"
starts = "applied"
ends = "decided"
days = 5
when = { age = "60..", sex = ["female"] }
BASIS
[version.deadline.extension]
days = 45
when = { extended-for = ["objection"] }
BASIS
[[version.notice]]
name = "公示"
name_en = "Notice"
forbidden = true
BASIS
[[version.start]]
month = "next"
after = "decided"
when = { veteran-class = ["disabled"] }
BASIS
[[rate]]
name = "额"
name_en = "Amount"
pays = "amount"
times = "1.5"
of = "dibao-urban"
per = "month"
from = 2018-01-01
BASIS
[[share]]
name = "比例"
name_en = "Share"
pays = "amount"
percent = 70
of = "cost-eligible"
from = 2018-01-01
BASIS
[[expiry]]
name = "证"
name_en = "Card"
field = "certificate-until"
remind_months = 6
from = 2018-01-01
BASIS
[[yearly]]
name = "统计"
name_en = "Count"
by = ["10-31"]
from = 2018-01-01
BASIS
[[law]]
from = 2018-01-01
BASIS
"#,
        &[
            ("area = \"632323\"", "area = \"63232\""),
            ("area = \"632323\"\n", ""),
            ("order = [\"applied\"]", "order = [\"name\"]"),
            ("order = [\"applied\"]", "orders = []"),
            ("from = 2018-01-01", "from = 2018"),
            ("days = 5", "days = 5\nworking_days = 5"),
            ("days = 5\n", ""),
            ("days = 5", "days = \"5\""),
            ("days = 5", "days = 5\nunless = \"延长\""),
            ("days = 5", "days = 5\nwho_en = \"county\""),
            ("days = 5", "days = 5\nmonths = 1"),
            ("days = 5", "hours = 0"),
            ("days = 45", "days = 45\nworking_days = 45"),
            ("when = { extended-for = [\"objection\"] }\n", ""),
            ("remind_months = 6\n", ""),
            ("remind_months = 6", "remind_months = 6\ndays = 60"),
            ("field = \"certificate-until\"", "field = \"name\""),
            ("by = [\"10-31\"]", "by = [\"31-10\"]"),
            ("by = [\"10-31\"]", "by = []"),
            ("starts = \"applied\"", "starts = \"birthday\""),
            ("age = \"60..\"", "age = \"60-70\""),
            ("age = \"60..\"", "amount = [\"1\"]"),
            ("sex = [\"female\"]", "sex = \"female\""),
            ("forbidden = true", "days = 7\nforbidden = true"),
            ("month = \"next\"", "month = \"last\""),
            ("after = \"decided\"", "after = \"amount\""),
            ("of = \"dibao-urban\"\n", ""),
            ("times = \"1.5\"", "times = \"1.5\"\nyuan = \"500\""),
            ("times = \"1.5\"", "times = 1.5"),
            ("per = \"month\"", "per = \"week\""),
            ("per = \"month\"", "per = \"month\"\nbound = \"about\""),
            ("pays = \"amount\"", "pays = \"note\""),
            ("percent = 70", "percent = 101"),
            ("percent = 70", "percent = 70\nless = \"insurance-paid\""),
            ("quote = \"5个工作日\"", "quote = \"\""),
            ("quote = \"5个工作日\"", "quote = \"5个工作日\", seen = \"heard\""),
            ("id = \"x\"", "id = \"x\"\nname = \"项目\""),
        ],
    ),
    (
        "documents",
        "[[document]]\nid = \"a\"\ntitle = \"通知\"\nissued = 2018-01-05\nseen = \"original\"\nvia = \"档案\"\n",
        &[
            ("seen = \"original\"", "seen = \"read\""),
            ("via = \"档案\"\n", ""),
            ("issued = 2018-01-05", "issued = 2018"),
            ("issued = 2018-01-05", "issued = 2018-01-05T08:00:00"),
            ("title", "name"),
        ],
    ),
    (
        "columns",
        "others = [\"监护人\"]\n[[column]]\nfield = \"amount\"\nheader = \"金额\"\naliases = [\"救助金\"]\n",
        &[("\"amount\"", "\"money\""), ("[\"救助金\"]", "\"救助金\""), ("[[column]]", "[[columns]]")],
    ),
    (
        "codes",
        "[[set]]\nfield = \"sex\"\n[[set.code]]\ncode = \"male\"\nname = \"男\"\nname_en = \"male\"\nwords = [\"男\"]\n",
        &[("\"sex\"", "\"gender\""), ("words = [\"男\"]\n", ""), ("name_en = \"male\"\n", "")],
    ),
    (
        "figures",
        "[[figure]]\nname = \"wage\"\narea = \"630000\"\nyuan = \"1500\"\nper = \"month\"\nfrom = 2017-05-01\nBASIS\n",
        &[("\"1500\"", "1500"), ("\"1500\"", "\"1,500\""), ("\"630000\"", "\"青海\""), ("BASIS\n", "")],
    ),
    (
        "lists",
        "[[list]]\nid = \"x\"\nname = \"名单\"\nname_en = \"List\"\n\
         only_for = [\"a\"]\nshows_hardship = true\n[[list.column]]\nfield = \"id\"\nrequired = true\n",
        &[
            ("\"id\"\n", "\"number\"\n"),
            ("name_en = \"List\"\n", ""),
            ("required = true", "required = \"yes\""),
            ("[\"a\"]", "\"a\""),
            ("shows_hardship = true", "shows_hardship = \"yes\""),
        ],
    ),
    (
        "stacking",
        "[[pair]]\nprogrammes = [\"a\", \"b\"]\nverdict = \"top-up\"\nfrom = 2018-01-01\nBASIS\n",
        &[
            ("\"top-up\"", "\"topup\""),
            ("[\"a\", \"b\"]", "[\"a\"]"),
            ("[\"a\", \"b\"]", "[\"a\", \"a\"]"),
            ("from = 2018-01-01\n", ""),
            ("from", "note = \"说明\"\nfrom"),
        ],
    ),
    (
        "guardians",
        "[[guarded]]\nwhen = { age = \"..17\" }\nfrom = 2021-01-01\nBASIS\n",
        &[("\"..17\"", "17"), ("when = { age = \"..17\" }\n", ""), ("from = 2021-01-01\n", "")],
    ),
    (
        "mismatches",
        "[[mismatch]]\nname = \"婚\"\nname_en = \"Married\"\nwhen = { age = \"..19\" }\nfrom = 2021-01-01\nBASIS\n",
        &[("\"..19\"", "19"), ("when = { age = \"..19\" }\n", ""), ("from", "occurs = \"yes\"\nfrom")],
    ),
    (
        "identity",
        "[fifteen-digits]\nvoid_from = 2013-01-01\nBASIS\n",
        &[("fifteen-digits", "fifteen_digits"), ("2013-01-01", "2013")],
    ),
    (
        "summary",
        "[[section]]\nzh = \"节\"\nen = \"Section\"\nprogrammes = [\"temporary\"]\n",
        &[("en = \"Section\"\n", ""), ("[\"temporary\"]", "\"temporary\"")],
    ),
    ("words", "total = [\"合计\"]\n", &[("total", "totals"), ("[\"合计\"]", "\"合计\"")]),
    (
        "calendar",
        "number = \"国办\"\ntitle = \"通知\"\nyear = 2018\nsigned = 2017-11-30\npublished = 2017-11-30\nread_at = \"网\"\n\
         [[festival]]\nname = \"元旦\"\nname_en = \"New Year\"\noff = [\"2018-01-01/2018-01-02\"]\n",
        &[
            ("2018-01-01/2018-01-02", "2018-01-01 to 2018-01-02"),
            ("year = 2018", "year = \"2018\""),
            ("off", "free"),
            ("read_at = \"网\"\n", ""),
        ],
    ),
    (
        "local-days",
        "area = \"513400\"\nplace = \"州\"\nplace_en = \"Prefecture\"\ntitle = \"通知\"\nyear = 2018\nsigned = 2017-12-12\n\
         published = 2017-12-12\nread_at = \"网\"\nseen = \"press\"\n[[festival]]\nname = \"州庆\"\nname_en = \"Day\"\n\
         off = [\"2018-10-08\"]\narticle = \"一\"\nquote = \"10月8日放假\"\n",
        &[
            ("\"513400\"", "\"5134\""),
            ("\"press\"", "\"seen\""),
            ("place_en", "place_de"),
            ("[\"2018-10-08\"]", "[\"2018-10\"]"),
            ("quote = \"10月8日放假\"\n", ""),
        ],
    ),
    (
        "relief",
        "area = \"632323\"\nlang = \"zh\"\n[[roster]]\nfiles = \"*.csv\"\n[[list]]\nkind = \"deaths\"\nfiles = \"d.csv\"\n\
         as_of = 2018-04-01\nsource = \"公安\"\n[absent]\norphan = \"未报\"\n",
        &[
            ("\"zh\"", "\"de\""),
            ("\"632323\"", "632323"),
            ("as_of = 2018-04-01\n", ""),
            ("files = \"*.csv\"\n", ""),
            ("\"未报\"", "false"),
            ("lang", "language"),
        ],
    ),
];

#[test]
fn what_is_broken_is_not_what_the_schema_says() {
    for (kind, sound, changes) in BROKEN {
        let validator = validator(kind);
        let filled = |text: &str| parsed(&text.replace("BASIS", BASIS));
        if let Err(error) = validator.validate(&filled(sound)) {
            panic!("{kind}: {error} at {}", error.instance_path());
        }
        for (was, now) in *changes {
            let broken = sound.replacen(was, now, 1);
            assert_ne!(broken, *sound, "{kind}: there is no {was:?}");
            assert!(!validator.is_valid(&filled(&broken)), "{kind}: {was:?} as {now:?} is let through");
        }
    }
}

/// A table of a kind of file, as its schema has it.
struct Table {
    /// Keys from the top, and whether each is a list of tables.
    path: Vec<(String, bool)>,
    /// The definition it shares with other tables.
    shared: Option<String>,
    keys: BTreeMap<String, Value>,
    required: BTreeSet<String>,
}

impl Table {
    /// As TOML heads it and the README heads its table: `[[version.deadline]]`; the top is `key`.
    fn header(&self) -> String {
        let names: Vec<&str> = self.path.iter().map(|(name, _)| name.as_str()).collect();
        match self.path.last() {
            None => "key".to_owned(),
            Some((_, true)) => format!("[[{}]]", names.join(".")),
            Some((_, false)) => format!("[{}]", names.join(".")),
        }
    }

    /// TOML that opens it.
    fn opened(&self) -> String {
        let ends = 1..=self.path.len();
        let heads = ends.map(|end| Table { path: self.path[..end].to_vec(), ..Table::empty() }.header() + "\n");
        heads.collect()
    }

    fn empty() -> Table {
        Table { path: Vec::new(), shared: None, keys: BTreeMap::new(), required: BTreeSet::new() }
    }
}

/// What a node refers to, and the name of that.
fn resolved<'s>(schema: &'s Value, node: &'s Value) -> (&'s Value, Option<String>) {
    match node["$ref"].as_str().map(|path| path.trim_start_matches("#/$defs/")) {
        Some(name) => (&schema["$defs"][name], Some(name.to_owned())),
        None => (node, None),
    }
}

/// Every table of a schema; conditions on rows are not among them, their keys are fields.
fn tables(schema: &Value) -> Vec<Table> {
    let mut found = Vec::new();
    gather(schema, schema, &[], &mut found);
    found
}

fn gather(schema: &Value, node: &Value, path: &[(String, bool)], found: &mut Vec<Table>) {
    let (node, shared) = resolved(schema, node);
    let Some(keys) = node["properties"].as_object() else { return };
    if shared.as_deref() == Some("when") {
        return;
    }
    let required = node["required"].as_array().into_iter().flatten().map(|key| key.as_str().unwrap().to_owned());
    found.push(Table {
        path: path.to_vec(),
        shared,
        keys: keys.clone().into_iter().collect(),
        required: required.collect(),
    });
    for (key, value) in keys {
        let is_list = !value["items"].is_null();
        let inner = if is_list { &value["items"] } else { value };
        let path = [path, &[(key.clone(), is_list)]].concat();
        gather(schema, inner, &path, found);
    }
}

/// What the program says of a file of a kind that it refuses.
fn refusal(section: &str, text: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    if section == CALENDAR {
        return Calendar::load(&[Source::new("probe.toml", text)]).unwrap_err().problem.say(Lang::En);
    }
    if section == LOCAL_DAYS {
        return local_notice(&Source::new("probe.toml", text)).unwrap_err().problem.say(Lang::En);
    }
    let folder = Folder::new(&format!("schema-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    folder.file(if section == PROGRAMME { "probe.toml" } else { section }, text);
    if section == "relief.toml" {
        return match Workspace::find(&folder.0).unwrap_err() {
            WorkspaceError::Wrong(fault) => fault.message.get(Lang::En).to_owned(),
            error => panic!("{error:?}"),
        };
    }
    let faults = Pack::load("632323", Some(&folder.0)).unwrap_err();
    let [fault] = faults.0.as_slice() else { panic!("{text}\n{faults}") };
    fault.message.get(Lang::En).to_owned()
}

/// The words a refusal names after “unknown field `x`, expected” or “unknown variant `x`, expected”.
fn expected(refusal: &str, unknown: &str) -> Option<BTreeSet<String>> {
    let (_, known) = refusal.split_once(&format!("unknown {unknown} `zzz`, expected"))?;
    Some(known.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}

#[test]
fn the_program_knows_the_keys_of_the_schemas_and_no_others() {
    let mut tried = 0;
    for (section, kind) in KINDS {
        for table in tables(&schema(kind)) {
            let text = format!("{}zzz = 1\n", table.opened());
            let said = refusal(section, &text);
            let known = expected(&said, "field").unwrap_or_else(|| panic!("{section}: {said}\n{text}"));
            let keys: BTreeSet<String> = table.keys.keys().cloned().collect();
            assert_eq!(keys, known, "{section} {}", table.header());
            tried += 1;
        }
    }
    assert!(tried >= 50, "only {tried} tables tried");
}

/// The program names first a key that must be there; it is one of those the schema requires.
#[test]
fn the_program_misses_what_the_schemas_require() {
    for (section, kind) in KINDS {
        for table in tables(&schema(kind)).iter().filter(|table| !table.required.is_empty()) {
            let said = refusal(section, &table.opened());
            let missed = said.split_once("missing field `").and_then(|(_, rest)| rest.split('`').next());
            let missed = missed.unwrap_or_else(|| panic!("{section} {}: {said}", table.header()));
            assert!(table.required.contains(missed), "{section} {}: {missed}", table.header());
        }
    }
}

fn words(node: &Value) -> Option<BTreeSet<String>> {
    let words = node["enum"].as_array()?;
    Some(words.iter().map(|word| word.as_str().unwrap().to_owned()).collect())
}

fn fields(kind: impl Fn(Kind) -> bool) -> BTreeSet<String> {
    Field::ALL.iter().filter(|field| kind(field.kind())).map(|field| field.name().to_owned()).collect()
}

/// The fields that a shared definition allows.
fn fields_of(definition: &str) -> Option<BTreeSet<String>> {
    match definition {
        "field" => Some(fields(|_| true)),
        "day-field" => Some(fields(|kind| kind == Kind::Day)),
        "money-field" => Some(fields(|kind| kind == Kind::Money)),
        _ => None,
    }
}

#[test]
fn the_program_knows_the_words_of_the_schemas_and_no_others() {
    let mut tried = 0;
    for (section, kind) in KINDS {
        let schema = schema(kind);
        for table in tables(&schema) {
            for (key, value) in &table.keys {
                let (node, name) = resolved(&schema, value);
                let Some(mut words) = words(node) else { continue };
                let known = name.as_deref().and_then(fields_of).unwrap_or_else(|| {
                    let said = refusal(section, &format!("{}{key} = \"zzz\"\n", table.opened()));
                    expected(&said, "variant").unwrap_or_else(|| {
                        // Not a word the reader of TOML knows: the message lists them all.
                        words.retain(|word| said.split(' ').any(|said| said == word));
                        words.clone()
                    })
                });
                assert!(words.len() > 1, "{section} {key}");
                assert_eq!(words, known, "{section} {key}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 12, "only {tried} lists of words tried");
}

#[test]
fn conditions_take_an_age_and_the_fields_of_words() {
    let when = &schema("programme")["$defs"]["when"];
    let keys: BTreeSet<String> = when["properties"].as_object().unwrap().keys().cloned().collect();
    let mut known = fields(|kind| kind == Kind::Text);
    // A test of the age in whole years; what a column says of it is not asked.
    known.insert("age".to_owned());
    assert_eq!(keys, known);
    assert_eq!(when["properties"]["age"]["type"], "string");
}

/// Refuses other keys, says what each key is, and has each shared definition alike in all schemas.
#[test]
fn schemas_are_closed_described_and_agree() {
    let mut shared: BTreeMap<String, Value> = BTreeMap::new();
    for (_, kind) in KINDS {
        let schema = schema(kind);
        jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
        closed(kind, &schema, &schema);
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            let first = shared.entry(name.clone()).or_insert_with(|| definition.clone());
            assert_eq!(first, definition, "{name} is not the same in {kind}.json");
        }
    }
}

fn closed(kind: &str, schema: &Value, node: &Value) {
    if let Some(keys) = node["properties"].as_object() {
        assert_eq!(node["additionalProperties"], false, "{kind}: {:?}", keys.keys());
        for (key, value) in keys {
            let (definition, _) = resolved(schema, value);
            assert!(value["description"].is_string() || definition["description"].is_string(), "{kind}: {key}");
        }
    }
    let inner = node.as_object().into_iter().flat_map(|object| object.values());
    let listed = node.as_array().into_iter().flatten();
    inner.chain(listed).for_each(|inner| closed(kind, schema, inner));
}

/// A table of the README: the section it is in, its heads, its rows.
struct Written {
    section: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn readme() -> String {
    fs::read_to_string(root().join("data-templates/README.md")).unwrap()
}

/// Sections are named by the file in their heading, else by the heading.
fn written(text: &str) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    let (mut section, mut inside) = (String::new(), false);
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading.split('`').nth(1).unwrap_or(heading).to_owned();
        }
        let cells = line.strip_prefix('|').map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect());
        match cells {
            None => inside = false,
            Some(heads) if !inside => {
                found.push(Written { section: section.clone(), heads, rows: Vec::new() });
                inside = true;
            }
            Some(row) if !line.starts_with("|---") => found.last_mut().unwrap().rows.push(row),
            Some(_) => {}
        }
    }
    found
}

/// The words in backticks: keys, without brackets and what is before the last dot.
fn keys_in(cell: &str) -> Vec<String> {
    let ticked = cell.split('`').skip(1).step_by(2);
    ticked.map(|word| word.trim_matches(['[', ']']).rsplit('.').next().unwrap().to_owned()).collect()
}

impl Written {
    fn keys(&self) -> BTreeSet<String> {
        self.rows.iter().flat_map(|row| keys_in(&row[0])).collect()
    }

    /// The keys whose row says `required`, or names them before the word; `None` where no column tells.
    fn required(&self) -> Option<BTreeSet<String>> {
        let layer = self.heads.iter().position(|head| head == "in a layer");
        let column = layer.or((self.heads.len() > 3).then_some(1))?;
        let required = |row: &Vec<String>| match row[column].as_str() {
            "required" => keys_in(&row[0]),
            said if said.ends_with(" required") => keys_in(said),
            _ => Vec::new(),
        };
        Some(self.rows.iter().flat_map(required).collect())
    }

    /// `[[version]]` of a header in backticks, and `key`; other tables are not of keys.
    fn of(&self) -> Option<String> {
        let head = self.heads[0].trim_matches('`');
        (head == "key" || head != self.heads[0]).then(|| head.to_owned())
    }
}

/// Where the README has the keys of a table.
fn place(section: &str, table: &Table) -> (String, String) {
    let (section, head) = match table.shared.as_deref() {
        Some("basis") => ("A basis", "key".to_owned()),
        Some("column") => ("columns.toml", "[[column]]".to_owned()),
        Some("check") => (PROGRAMME, "[[check]]".to_owned()),
        _ => (section, table.header()),
    };
    (section.to_owned(), head)
}

#[test]
fn the_readme_has_the_keys_of_the_schemas_and_no_others() {
    let text = readme();
    let mut wanted: BTreeMap<(String, String), (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (section, kind) in KINDS {
        for table in tables(&schema(kind)) {
            wanted.insert(place(section, &table), (table.keys.keys().cloned().collect(), table.required));
        }
    }
    for table in written(&text) {
        let Some(of) = table.of() else { continue };
        let place = (table.section.clone(), of);
        if place.0 == "A condition on a row" {
            assert_eq!(table.keys().into_iter().collect::<Vec<_>>(), ["age"]);
            continue;
        }
        let (keys, required) =
            wanted.remove(&place).unwrap_or_else(|| panic!("no schema has {place:?}, or it is there twice"));
        assert_eq!(table.keys(), keys, "{place:?}");
        if let Some(said) = table.required() {
            assert_eq!(said, required, "{place:?}: required");
        }
    }
    assert!(wanted.is_empty(), "the README lacks {:?}", wanted.keys());
}

/// Tables that are not of keys may still name some: they are of the section's file.
#[test]
fn the_readme_names_no_word_the_schemas_lack() {
    for table in written(&readme()).iter().filter(|table| table.of().is_none()) {
        let Some((_, kind)) = KINDS.iter().find(|(section, _)| *section == table.section) else { continue };
        let schema = schema(kind);
        let mut known = BTreeSet::new();
        for of in tables(&schema) {
            known.extend(of.keys.keys().cloned());
            known.extend(of.keys.values().filter_map(|value| words(resolved(&schema, value).0)).flatten());
        }
        for word in table.keys() {
            assert!(known.contains(&word), "{} has no {word}", table.section);
        }
    }
}

#[test]
fn the_readme_names_every_word_and_every_field() {
    let text = readme();
    for (_, kind) in KINDS {
        let schema = schema(kind);
        for table in tables(&schema) {
            let listed = table.keys.values().filter_map(|value| words(resolved(&schema, value).0)).flatten();
            for word in listed {
                assert!(text.contains(&format!("`{word}`")), "the README does not name `{word}` of {kind}.json");
            }
        }
    }
    let last = text.split("## Fields").nth(1).unwrap();
    let named: BTreeSet<String> = last.lines().skip(3).flat_map(keys_in).collect();
    assert_eq!(named, fields(|_| true));
}

/// What is shipped by a name may be laid over by that name.
#[test]
fn the_readmes_name_every_file_a_bureau_may_lay_over() {
    let shipped = toml_files(&root().join("data-templates"));
    let names: Vec<&str> =
        shipped.iter().map(|(inside, _)| inside.as_str()).filter(|name| !name.contains('/')).collect();
    assert!(names.len() >= 10, "{names:?}");
    for page in ["README.md", "README.zh-CN.md", "data-templates/README.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for name in &names {
            assert!(text.contains(&format!("\n| `{name}` |")), "{page} lacks {name}");
        }
    }
}
