// Search over all councils, a filter for one table, and a view of a contract drawn from its council's data.
// Without this script every table is there to read, only the controls are not.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const make = (name, text = "", attributes = {}) => {
    const element = Object.assign(document.createElement(name), { textContent: text });
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  // As the files of the search hold words: no accents, no apostrophes, small letters.
  const words = (text) =>
    (text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’']/g, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [])
      .filter((word) => [...word].length > 1)
      .map((word) => [...word].slice(0, 40).join(""));
  // Whether every word begins one of a text.
  const fits = (wanted, text) => {
    const held = words(text);
    return wanted.every((word) => held.some((other) => other.startsWith(word)));
  };
  const number = (count, word) => `${count.toLocaleString("en-GB")} ${word}${count === 1 ? "" : "s"}`;

  const loaded = new Map();
  const load = (address) => {
    if (!loaded.has(address)) {
      loaded.set(
        address,
        fetch(address).then((answer) => {
          if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
          return answer.json();
        }),
      );
    }
    return loaded.get(address);
  };

  // --- The data of a council ---

  const LISTS = ["services", "providers", "sources", "options", "ocids", "notices", "partners", "before", "after", "users", "notes"];
  const PLAIN = ["id", "mark", "rank", "day", "until", "old", "usual", "page"];
  const textOf = (value, texts) =>
    Array.isArray(value) ? value.map((item) => textOf(item, texts)) : typeof value === "number" ? texts[value] : value;
  const rowsOf = (shard) =>
    shard.rows.map((values) => {
      const row = Object.fromEntries(
        shard.columns.map((name, place) => {
          const value = values[place] ?? 0;
          if (PLAIN.includes(name)) return [name, value];
          return [name, LISTS.includes(name) && value === 0 ? [] : textOf(value, shard.texts)];
        }),
      );
      // Reasons that name the end are kept as what stands around it.
      if (Array.isArray(row.why)) row.why = row.why.join(row.end);
      return row;
    });
  const searched = (row, council) =>
    [council, row.id, row.title, row.reference, ...row.services, ...row.providers, ...row.users, ...row.ocids, ...row.notices.map(([id]) => id)].join(" ");

  const placeOf = (council, id) => `${council ? `councils/${council}` : "contracts-without-council"}.html#c-${id}`;
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // --- One contract ---

  // A name, and what is known under it: texts or elements.
  const fact = (name, values) => {
    const held = values.filter((value) => value !== "" && value !== undefined);
    if (!held.length) return [];
    const line = make("div");
    const about = make("dd");
    held.forEach((value, place) => {
      if (place) about.append(make("br"));
      about.append(typeof value === "string" ? make("bdi", value) : value);
    });
    line.append(make("dt", name), about);
    return [line];
  };
  const remark = (text, more) => {
    if (!text) return "";
    const line = make("span");
    line.append(make("bdi", text));
    if (more) line.append(make("span", ` (${more})`, { class: "quiet" }));
    return line;
  };
  const source = ([title, place, address]) => {
    const line = make("span");
    const safe = /^https?:\/\//.test(address);
    line.append(safe ? make("a", title, { href: address, rel: "noopener noreferrer" }) : make("bdi", title));
    if (place) line.append(make("span", ` (${place})`, { class: "quiet" }));
    return line;
  };

  const view = (row, shard, root) => {
    const link = ([id, title, council]) => make("a", title, { href: `${root}${placeOf(council, id)}` });
    const names = new Map([[shard.council, shard.name], ...shard.others]);
    const buyer = (id) => make("a", names.get(id) || id, { href: `${root}councils/${id}.html` });
    const close = make("button", "Close", { type: "button" });
    const facts = make("dl", "", { class: "facts" });
    const notices = row.notices.map(([id, kind, day]) => [kind, id, day && `of ${day}`].filter(Boolean).join(" "));
    facts.append(
      ...fact("Status", [capital(shard.words.status[row.status] || row.status)]),
      ...fact("Why it is due", [row.why && capital(row.why)]),
      ...fact("What to do", [row.todo && capital(row.todo)]),
      ...fact("Last day to act", [row.act]),
      ...fact("Next tender", [row.tender && capital(row.tender.replace("Tender ", ""))]),
      ...fact("Held by", row.providers.length ? row.providers : ["Not stated"]),
      ...fact("Council", row.lead ? [buyer(row.lead)] : ["Lead council not known"]),
      ...fact("Together with", row.partners.map(buyer)),
      ...fact("Service", row.services),
      ...fact("For", row.users),
      ...fact("Kind", [capital(shard.words.kind[row.kind] || row.kind)]),
      ...fact("Start", [row.start]),
      ...fact("End as things stand", [row.end ? remark(row.end, row.how) : "Not known"]),
      ...fact("End at the latest", [row.longest]),
      ...fact("Options to extend", row.options),
      ...fact("Value", [remark(row.value, row.basis)]),
      ...fact("Tendering website", [remark(row.portal, row.usual && "not stated for this contract; the one that its council usually uses")]),
      ...fact("Reference", [row.reference]),
      ...fact("Procurement id", row.ocids),
      ...fact("Notices", notices),
      ...fact("Takes the place of", row.before.map(link)),
      ...fact("Followed by", row.after.map(link)),
      ...fact("Evidence", [...row.sources.map(source), row.old ? `Newest: ${row.evidence}. That is old: ask the council before you rely on these dates.` : `Newest: ${row.evidence}`]),
      ...fact("Notes", row.notes),
    );
    const more = make("p");
    if (row.page) more.append(make("a", "Its page, with how each date is worked out", { href: `${root}contracts/${row.id}.html` }), ". ");
    more.append("To name it in a correction: ", make("code", row.id));
    const title = make("h2", "", { id: "view-title", tabindex: "-1" });
    title.append(make("bdi", row.title));
    return { parts: [title, facts, more, close], title, close };
  };

  const table = () => {
    const place = byId("view");
    const { shard: address, root } = place.dataset;
    const rows = Array.from(document.querySelectorAll("table.listed tr[id]"), (row) => ({ row, text: row.textContent }));
    for (const { row } of rows) {
      const cell = row.cells[0];
      if (!cell.querySelector("a")) {
        const link = make("a", cell.textContent, { href: `#${row.id}` });
        cell.replaceChildren(link);
      }
    }

    const open = async () => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (!id.startsWith("c-")) return;
      let parts;
      let focus;
      try {
        const shard = await load(address);
        const row = rowsOf(shard).find((item) => `c-${item.id}` === id);
        if (row) {
          const shown = view(row, shard, root);
          shown.close.addEventListener("click", () => {
            place.hidden = true;
            history.replaceState(null, "", location.pathname + location.search);
            // Its row may stand on another page of the table.
            (byId(id)?.querySelector("a") ?? field).focus();
          });
          ({ parts, title: focus } = shown);
        } else {
          const said = make("p", "This contract is not listed here now. ");
          said.append(make("a", "Search for it", { href: `${root}index.html?q=${encodeURIComponent(id.slice(2))}` }));
          parts = [said];
        }
      } catch {
        parts = [make("p", "What more is known of this contract could not be loaded. Its row below is as it should be.")];
      }
      place.replaceChildren(...parts);
      place.hidden = false;
      place.scrollIntoView();
      focus?.focus({ preventScroll: true });
    };
    window.addEventListener("hashchange", open);

    const form = document.querySelector("form.filters");
    const field = byId("words");
    const show = () => {
      const wanted = words(field.value);
      let shown = 0;
      for (const { row, text } of rows) {
        row.hidden = !fits(wanted, text);
        shown += row.hidden ? 0 : 1;
      }
      for (const body of document.querySelectorAll("table.listed tbody")) {
        body.hidden = !body.querySelector("tr[id]:not([hidden])");
      }
      byId("count").textContent = wanted.length ? `${shown} of ${number(rows.length, "contract")} on this page ${shown === 1 ? "fits" : "fit"}` : "";
    };
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    field.value = new URLSearchParams(location.search).get("q") || "";
    show();
    open();
  };

  // --- All councils ---

  const MOST_FILES = 8;
  const MOST_COUNCILS = 6;
  const MOST_ROWS = 60;

  const everywhere = () => {
    const place = byId("results");
    const { search: folder, root } = place.dataset;
    const field = byId("everywhere");
    const said = byId("found");
    const names = new Map(
      Array.from(document.querySelectorAll("#councils + table a"), (link) => [
        link.getAttribute("href").replace(/^councils\/|\.html$/g, "").replace("contracts-without-council", ""),
        link.textContent,
      ]),
    );
    const fileOf = (key) => `${folder}w-${Array.from(key, (letter) => (letter < "\u0080" ? letter : `_${letter.codePointAt(0).toString(16)}`)).join("")}.json`;

    // How many contracts each council has, at most, with a word that begins so; null where too many words do.
    const councilsWith = async (word) => {
      const { files } = await load(`${folder}index.json`);
      const keys = Object.keys(files).filter((key) => {
        const start = key.replace("-", "");
        return key.endsWith("-") ? start.startsWith(word) : start.startsWith(word) || word.startsWith(start);
      });
      if (keys.length > MOST_FILES) return null;
      const found = new Map();
      for (const { councils, words: held } of await Promise.all(keys.map((key) => load(fileOf(key))))) {
        for (const [other, numbers] of Object.entries(held)) {
          if (other.startsWith(word)) {
            const each = typeof numbers === "number" ? [numbers, 1] : numbers;
            for (let at = 0; at < each.length; at += 2) {
              const council = councils[each[at]];
              found.set(council, (found.get(council) || 0) + each[at + 1]);
            }
          }
        }
      }
      return found;
    };

    const listed = (rows) => {
      const list = make("table", "", { class: "board listed" });
      list.append(make("caption", "Contracts that fit"));
      const head = make("tr");
      for (const name of ["Contract", "Next", "Ends", "Held by", "Council", "Evidence"]) head.append(make("th", name, { scope: "col" }));
      const top = make("thead");
      top.append(head);
      const body = make("tbody");
      for (const [row, shard] of rows) {
        const line = make("tr");
        const cell = make("th", "", { scope: "row" });
        cell.append(make("a", row.title, { href: row.page ? `${root}contracts/${row.id}.html` : `${root}${placeOf(shard.council, row.id)}` }));
        const next = make("td");
        for (const text of [capital(row.todo), row.tender].filter(Boolean)) next.append(make("span", text));
        line.append(cell, next, make("td", row.shown), make("td", row.providers.join("; ") || "Not stated"), make("td", shard.name), make("td", row.old ? `${row.evidence}, old` : row.evidence, row.old ? { class: "old" } : {}));
        body.append(line);
      }
      list.append(top, body);
      return list;
    };

    let turn = 0;
    const show = async () => {
      const mine = ++turn;
      const wanted = words(field.value);
      const address = new URLSearchParams(field.value.trim() ? { q: field.value.trim() } : {}).toString();
      history.replaceState(null, "", `${location.pathname}${address && `?${address}`}${location.hash}`);
      if (!wanted.length) {
        place.replaceChildren();
        said.textContent = "";
        return;
      }
      said.textContent = "Searching …";
      try {
        const each = (await Promise.all(wanted.map(councilsWith))).filter(Boolean);
        if (mine !== turn) return;
        if (!each.length) {
          place.replaceChildren();
          said.textContent = "Too many words begin so: type a little more.";
          return;
        }
        // A council that is named comes first, and of those the one with the fewest other words.
        const named = (council) => {
          const own = words(names.get(council) || "");
          return wanted.filter((word) => own.includes(word)).length / (own.length || 1);
        };
        const most = [...each[0].keys()]
          .filter((council) => each.every((found) => found.has(council)))
          .map((council) => [council, Math.min(...each.map((found) => found.get(council))), named(council)])
          .sort(([one, few, its], [other, many, their]) => their - its || many - few || (one < other ? -1 : 1));
        const first = most.slice(0, MOST_COUNCILS);
        const shards = await Promise.all(
          first.map(([council]) => load(`${root}${council ? `councils/${council}` : "contracts-without-council"}.json`)),
        );
        if (mine !== turn) return;
        const rows = shards.flatMap((shard) =>
          rowsOf(shard).filter((row) => fits(wanted, searched(row, shard.name))).map((row) => [row, shard]),
        );
        const others = most.slice(MOST_COUNCILS);
        const shown = rows.slice(0, MOST_ROWS);
        const parts = [];
        if (shown.length) parts.push(listed(shown));
        const links = (title, list, words) => {
          const part = make("ul", "", { class: "columns" });
          for (const [council, label] of list) {
            const line = make("li");
            line.append(make("a", names.get(council) || council || "Lead council not known", { href: `${root}${council ? `councils/${council}` : "contracts-without-council"}.html?q=${encodeURIComponent(words)}` }), ` (${label})`);
            part.append(line);
          }
          parts.push(make("h2", title), part);
        };
        if (rows.length > shown.length) {
          links("All that fit, by council", shards.map((shard) => [shard.council, number(rows.filter(([, own]) => own === shard).length, "contract")]), field.value);
        }
        if (others.length) links("Further councils in which some may fit", others.map(([council, count]) => [council, `at most ${count}`]), field.value);
        place.replaceChildren(...parts);
        const where = others.length ? ` in ${number(first.length, "council")}; ${others.length} more councils may have some` : "";
        said.textContent = rows.length > shown.length ? `${number(rows.length, "contract")} fit${where}. The first ${shown.length} are shown.` : `${number(rows.length, "contract")} ${rows.length === 1 ? "fits" : "fit"}${where}.`;
      } catch {
        if (mine === turn) said.textContent = "The search could not be loaded. The tables of the councils below are all there.";
      }
    };
    let wait;
    const form = document.querySelector("form.filters");
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(show, 250);
    });
    field.value = new URLSearchParams(location.search).get("q") || "";
    if (field.value) show();
  };

  if (byId("everywhere")) everywhere();
  else if (byId("view")) table();
})();
