-- The tables of the exported database. Dates are EDTF text, with the first and the last day that they can mean.

CREATE TABLE about (edition TEXT NOT NULL, generated_for TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL);
CREATE TABLE portals (id TEXT PRIMARY KEY, name TEXT NOT NULL, url TEXT);
CREATE TABLE authorities (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, region TEXT, ons TEXT, ppon TEXT, ceases TEXT
);
CREATE TABLE sources (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT, published TEXT, read TEXT NOT NULL,
  strength TEXT NOT NULL
);
CREATE TABLE contracts (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, lead TEXT REFERENCES authorities (id), status TEXT NOT NULL,
  "group" TEXT, regime TEXT NOT NULL, route TEXT NOT NULL, portal TEXT REFERENCES portals (id), ocid TEXT, reference TEXT,
  value REAL, start TEXT, start_earliest TEXT, start_latest TEXT, end TEXT, end_earliest TEXT, end_latest TEXT,
  longest_end TEXT, longest_end_earliest TEXT, longest_end_latest TEXT, act_by TEXT
);
CREATE TABLE contract_authorities (
  contract TEXT NOT NULL REFERENCES contracts (id), authority TEXT NOT NULL REFERENCES authorities (id), role TEXT NOT NULL,
  PRIMARY KEY (contract, authority)
);
CREATE TABLE services (contract TEXT NOT NULL REFERENCES contracts (id), service TEXT NOT NULL);
CREATE TABLE providers (contract TEXT NOT NULL REFERENCES contracts (id), provider TEXT NOT NULL);
CREATE TABLE ends (
  contract TEXT NOT NULL REFERENCES contracts (id), which TEXT NOT NULL, "when" TEXT, earliest TEXT, latest TEXT, how TEXT,
  PRIMARY KEY (contract, which)
);
CREATE TABLE options (
  contract TEXT NOT NULL REFERENCES contracts (id), number INTEGER NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL,
  "to" TEXT, to_earliest TEXT, to_latest TEXT, closed TEXT, PRIMARY KEY (contract, number)
);
CREATE TABLE moments (
  contract TEXT NOT NULL REFERENCES contracts (id), kind TEXT NOT NULL, "when" TEXT, earliest TEXT, latest TEXT,
  basis TEXT NOT NULL, scenario TEXT, state TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE evidence (
  contract TEXT NOT NULL REFERENCES contracts (id), source TEXT NOT NULL REFERENCES sources (id), place TEXT NOT NULL,
  supports TEXT NOT NULL
);
CREATE TABLE succession (
  old TEXT NOT NULL REFERENCES contracts (id), new TEXT NOT NULL REFERENCES contracts (id), PRIMARY KEY (old, new)
);
CREATE INDEX contracts_by_end ON contracts (end_earliest);
CREATE INDEX moments_by_day ON moments (earliest);
CREATE INDEX services_by_name ON services (service);
CREATE VIRTUAL TABLE contracts_fts USING fts5 (id UNINDEXED, title, services, providers, councils, notes);
