"""Schema: the tables of the record, and the version they have."""

VERSION = 2

TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS guidelines (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    published TEXT,
    retrieved TEXT,
    review_by TEXT,
    licence TEXT NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    superseded_by TEXT,
    review TEXT NOT NULL,
    reference_list TEXT NOT NULL,  -- JSON: [[n, title, authors, year], ...]
    current INTEGER NOT NULL,      -- 1 for the version that is searched; others can still be cited
    shipped INTEGER NOT NULL,      -- 1 where it came with the application
    folder TEXT,                   -- of the pack, where it did not come with the application
    document_hash TEXT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_current_version ON guidelines (id) WHERE current = 1;
CREATE TABLE IF NOT EXISTS passages (
    n INTEGER PRIMARY KEY,
    guideline TEXT NOT NULL,
    version TEXT NOT NULL,
    id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,      -- place in the document, from 0
    kind TEXT NOT NULL,
    heading_path TEXT NOT NULL,    -- JSON
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    anchor TEXT NOT NULL,
    page INTEGER,
    strength TEXT,                 -- JSON: [scheme, value]
    evidence TEXT,                 -- JSON: [scheme, value]
    content_hash TEXT NOT NULL,    -- of the text that is embedded: title, headings, text
    recommendations TEXT,          -- JSON: those found in the text; null where there are none
    UNIQUE (guideline, version, id),
    FOREIGN KEY (guideline, version) REFERENCES guidelines (id, version) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS passages_by_content ON passages (content_hash);
CREATE TABLE IF NOT EXISTS vectors (
    content_hash TEXT NOT NULL,
    embedder TEXT NOT NULL,
    vector BLOB NOT NULL,          -- float32, little-endian, unit length
    PRIMARY KEY (content_hash, embedder)
);
CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5 (
    title, headings, text, tokenize = "porter unicode61 remove_diacritics 2"
);
INSERT OR IGNORE INTO meta VALUES ('generation', '0'), ('corpus_hash', ''), ('shipped_state', '');
PRAGMA user_version = {VERSION};
COMMIT;
"""
"""Harmless where two first starts meet. `lexical` holds the passages of current versions only; its rowid is
`passages.n`."""

STEPS = {1: "ALTER TABLE passages ADD COLUMN recommendations TEXT"}
"""What leads from a version to the next. What a step adds is empty until the guideline is split again."""
