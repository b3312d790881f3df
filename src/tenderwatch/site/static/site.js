// Search, filters and a builder over what is in the page already; and an explanation opens when it is linked to.
// Without this script everything is there, only the controls are not.
"use strict";

(() => {
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’']/g, "").toLowerCase();
  // Words with a space around each, so that " home care" is found in "home care" and not in "care homes".
  const plain = (text) => ` ${(fold(text).match(/[\p{L}\p{N}]+/gu) || []).join(" ")} `;
  const fields = (...texts) => texts.map(plain).join("|");
  const byId = (id) => document.getElementById(id);
  const make = (name, text = "", attributes = {}) => {
    const element = Object.assign(document.createElement(name), { textContent: text });
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  // What a search asks for: each part between commas is one phrase. Names that the page knows stay whole within it;
  // of what is left, the words stand together wherever any text has them so.
  const parse = (query, known, texts) =>
    query.split(/[,;]/).flatMap((part) => {
      const wanted = [];
      let rest = plain(part);
      for (const name of known) {
        if (rest.includes(name)) {
          wanted.push(name.trimEnd());
          rest = rest.replace(name, " | ");
        }
      }
      for (const run of rest.split("|").map((words) => words.trim()).filter(Boolean)) {
        const whole = ` ${run}`;
        wanted.push(...(texts.some((text) => text.includes(whole)) ? [whole] : run.split(" ").map((word) => ` ${word}`)));
      }
      return wanted;
    });

  // A box of checkboxes for choices of [value, words].
  const facet = (name, legend, choices) => {
    const box = make("fieldset", "", { class: "facet" });
    const list = make("div", "", { class: "choices" });
    for (const [value, words] of choices) {
      const label = make("label");
      label.append(make("input", "", { type: "checkbox", name, value }), ` ${words}`);
      list.append(label);
    }
    box.append(make("legend", legend), list);
    return box;
  };
  // The first that is chosen stands in sight.
  const reveal = (form) => {
    for (const list of form.querySelectorAll(".choices")) {
      const box = list.querySelector(":checked");
      if (box) list.scrollTop = box.parentElement.offsetTop;
    }
  };
  const chosen = (form, name) => Array.from(form.querySelectorAll(`input[name="${name}"]:checked`), (box) => box.value);

  const board = () => {
    const form = document.querySelector("form.filters");
    const [year, month, day] = form.closest("main").dataset.today.split("-").map(Number);
    const ahead = (months) => {
      const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
      return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
    };
    const today = ahead(0);
    const rows = Array.from(document.querySelectorAll("tr[data-status]"), (row) => {
      const [contract, next, end, held, website] = Array.from(row.cells, (cell) => cell.textContent);
      const { words, council, service, region, portal, status, until, tender } = row.dataset;
      return {
        row,
        text: fields(contract, next, end, held, website, ...words.split(";")),
        council: council.split(" "),
        service: service.split(" "),
        region: region.split(" "),
        portal: [portal],
        website: row.cells[4].querySelector("bdi")?.textContent,
        holder: fields(...held.split(";"), ...words.split(";")),
        status,
        until,
        tender: tender.split(" ").filter(Boolean).map((span) => span.split("/")),
      };
    });
    const texts = rows.map((item) => item.text);
    const links = (id) =>
      Array.from(document.querySelectorAll(`#${id} + ul a`), (link) => [
        link.getAttribute("href").replace(/^.*\/|\.html$/g, ""),
        link.textContent,
      ]);
    const portals = new Map(rows.filter((item) => item.website).map((item) => [item.portal[0], item.website]));
    const choices = { region: links("regions"), service: links("services"), council: links("councils"), portal: [...portals] };
    const names = { region: "Region", service: "Service", council: "Council", portal: "Website" };
    const lists = Object.keys(choices).filter((name) => choices[name].length > 1);
    for (const name of lists) form.querySelector(".facets").append(facet(name, names[name], choices[name]));
    const known = ["region", "service", "council"]
      .flatMap((name) => choices[name].map(([, words]) => plain(words)))
      .sort((one, other) => other.length - one.length);
    const held = rows.flatMap(({ row }) => row.cells[3].textContent.replace(/ and \d+ more$/, "").split("; "));
    const holders = make("datalist", "", { id: "holders" });
    holders.append(...[...new Set(held)].sort().map((value) => make("option", "", { value })));
    form.append(holders);
    form.elements.holder.setAttribute("list", "holders");
    const singles = ["q", "within", "from", "to", "holder", "status", "until"];
    const groups = Array.from(document.querySelectorAll("table.board tbody"), (body) => {
      const line = make("tr", "", { class: "all" });
      const cell = make("td", "", { colspan: "6" });
      const button = make("button", "", { type: "button" });
      cell.append(button);
      line.append(cell);
      body.append(line);
      const group = { body, line, button, count: body.querySelector(".group .number"), whole: false };
      button.addEventListener("click", () => {
        group.whole = true;
        const next = body.querySelector("tr.later a");
        show();
        next?.focus();
      });
      return group;
    });
    // A card on a phone is as high as three rows of a table.
    const SHOWN = window.matchMedia("(max-width: 52rem)").matches ? 8 : 20;

    // The months to choose from; one that an address names beside these is added to them.
    const offer = (list, value) => {
      if (!value || Array.from(list.options).some((option) => option.value === value)) return;
      if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(value)) return;
      const words = new Date(`${value}-01T00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
      list.append(make("option", words, { value }));
    };
    for (const list of [form.elements.from, form.elements.to]) {
      for (let months = 0; months < 48; months++) {
        offer(list, new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7));
      }
    }

    const asked = () => {
      const search = new URLSearchParams();
      for (const name of singles) {
        const value = form.elements[name].value.trim();
        if (value) search.append(name, value);
      }
      for (const name of lists) for (const value of chosen(form, name)) search.append(name, value);
      return search;
    };

    const restore = () => {
      const search = new URLSearchParams(location.search);
      for (const name of ["from", "to"]) offer(form.elements[name], search.get(name));
      for (const name of singles) form.elements[name].value = search.get(name) || "";
      for (const box of form.querySelectorAll("input[type=checkbox]")) {
        box.checked = search.getAll(box.name).includes(box.value);
      }
      const folded = ["holder", "status", "until", ...lists];
      if (folded.some((name) => search.has(name))) byId("more").open = true;
      show();
      reveal(form);
    };

    const show = () => {
      const search = asked();
      const wanted = parse(search.get("q") || "", known, texts);
      const held = plain(search.get("holder") || "").trim();
      const within = search.get("within");
      const from = search.get("from");
      const to = search.get("to");
      const first = [from && `${from}-01`, within && today].filter(Boolean).sort().at(-1) || "";
      const last = [to && `${to}-31`, within && ahead(Number(within))].filter(Boolean).sort()[0] || "9999";
      const until = search.get("until") && ahead(Number(search.get("until")));
      const status = search.get("status");
      const boxes = lists.map((name) => [name, search.getAll(name)]).filter(([, values]) => values.length);
      const tendered = within || from || to;
      let shown = 0;
      for (const item of rows) {
        const fits =
          wanted.every((phrase) => item.text.includes(phrase)) &&
          (!held || item.holder.includes(` ${held}`)) &&
          (!status || item.status === status) &&
          (!until || (item.until !== "" && item.until <= until)) &&
          (!tendered || item.tender.some(([begins, ends]) => ends >= first && begins <= last)) &&
          boxes.every(([name, values]) => values.some((value) => item[name].includes(value)));
        item.row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      for (const group of groups) {
        const fitting = Array.from(group.body.querySelectorAll("tr[data-status]:not([hidden])"));
        fitting.forEach((row, place) => row.classList.toggle("later", place >= SHOWN && !group.whole));
        group.body.hidden = !fitting.length;
        group.count.textContent = `(${fitting.length})`;
        group.line.hidden = group.whole || fitting.length <= SHOWN;
        group.button.textContent = `Show all ${fitting.length}: ${group.body.querySelector(".group th").firstChild.textContent.trim()}`;
      }
      byId("count").textContent = `${shown} of ${plural(rows.length, "contract")} ${shown === 1 ? "fits" : "fit"}`;
      byId("none").hidden = shown > 0;
      const picked = Array.from(form.querySelectorAll("#more input:checked"), (box) => box.parentElement.textContent.trim());
      byId("chosen").textContent = `: ${picked.join(", ") || "region, service, council, website, who holds it, end"}`;
      const words = singles.map((name) => form.elements[name]).filter((field) => field.value.trim());
      const said = words.map((field) => {
        const value = field.selectedOptions ? field.selectedOptions[0].textContent : field.value.trim();
        return `${field.labels[0].textContent}: ${value}`;
      });
      byId("asked").textContent = `${byId("count").textContent}. ${[...said, ...picked].join("; ")}`;
      byId("asked").hidden = !search.toString();
      const places = new URLSearchParams([...search].filter(([name]) => ["region", "service", "council"].includes(name)));
      byId("follow").href = `subscribe.html${places.toString() && `?${places}#own`}`;
    };

    // An address that can be shared: typing replaces it, a choice is a step that the way back undoes.
    const remember = (step) => {
      const search = asked().toString();
      const address = `${location.pathname}${search && `?${search}`}`;
      if (address === location.pathname + location.search) return;
      history[step ? "pushState" : "replaceState"](null, "", address);
      try {
        sessionStorage.setItem("search", search);
      } catch {
        // Kept for the way back from a contract alone.
      }
    };
    form.hidden = false;
    form.addEventListener("input", () => show());
    form.addEventListener("input", (event) => remember(event.target.matches("select, [type=checkbox]")));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      // The fields are empty only after the event.
      setTimeout(() => {
        for (const group of groups) group.whole = false;
        show();
        remember(true);
      });
    });
    window.addEventListener("popstate", restore);
    // Not over what was typed while a long list was loading.
    if (location.search) restore();
    else show();
    remember(false);
  };

  const calendars = () => {
    const form = document.querySelector("form.filters");
    const shelves = Array.from(document.querySelectorAll(".shelves li[data-key]"), (item) => ({
      item,
      group: item.closest(".shelves").dataset.group,
      key: item.dataset.key,
      name: item.querySelector("bdi").textContent,
      text: plain(item.querySelector("bdi").textContent),
    }));
    const texts = shelves.map((shelf) => shelf.text);
    const find = byId("find");
    const show = () => {
      const wanted = parse(find.value, [], texts);
      let shown = 0;
      for (const { item, text } of shelves) {
        item.hidden = !wanted.every((phrase) => text.includes(phrase));
        shown += item.hidden ? 0 : 1;
      }
      for (const section of document.querySelectorAll(".shelves")) {
        section.hidden = !section.querySelector("li[data-key]:not([hidden])");
      }
      byId("found").textContent = find.value.trim() ? `${shown} of ${shelves.length} fit` : "";
    };
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    show();

    const builder = byId("own");
    const own = builder.querySelector("form");
    const whose = byId("whose");
    const built = byId("built");
    const names = { service: "Services", region: "Regions", council: "Councils" };
    const named = (group, key) => shelves.find((shelf) => shelf.group === group && shelf.key === key);
    for (const name of Object.keys(names)) {
      const choices = shelves.filter((shelf) => shelf.group === name).map((shelf) => [shelf.key, shelf.name]);
      if (choices.length) own.querySelector(".facets").append(facet(name, names[name], choices));
    }
    const search = new URLSearchParams(location.search);
    for (const box of own.querySelectorAll("input")) box.checked = search.getAll(box.name).includes(box.value);

    const quoted = (text) => `"${text.replace(/(["\\$`])/g, "\\$1")}"`;
    const code = (text) => make("pre", text, { tabindex: "0" });
    const build = () => {
      const picked = Object.keys(names).flatMap((name) => chosen(own, name).map((key) => named(name, key)));
      built.replaceChildren();
      if (!picked.length) return;
      const services = picked.filter((shelf) => shelf.group === "service");
      const places = picked.filter((shelf) => shelf.group !== "service");
      const ready = services.length && places.length ? [] : picked;
      if (ready.length) {
        built.append(make("p", ready.length === 1 ? "There is a calendar of just that:" : "There is a calendar of each of these; subscribe to all of them:"));
        const list = make("ul", "", { class: "calendars" });
        for (const shelf of ready) {
          const found = shelf.item.querySelector(`.ways[data-for="${whose.value}"]`);
          const line = make("li");
          line.append(make("strong", shelf.name));
          if (found) {
            const copied = shelf.item.querySelector(`.address[data-for="${whose.value}"] code`).textContent;
            line.append(found.cloneNode(true), make("p", "Address to copy: ", { class: "address" }));
            line.lastChild.append(make("code", copied));
          } else {
            const link = shelf.item.querySelector("a");
            line.append(": ");
            if (link) line.append(make("a", "its calendars", { href: link.getAttribute("href") }));
          }
          list.append(line);
        }
        built.append(list);
      }
      if (picked.length === 1) return;
      const options = places.map((shelf) => `--${shelf.group} ${quoted(shelf.group === "region" ? shelf.name : shelf.key)}`);
      const lists = services.length ? services : places.filter((shelf) => shelf.group === "council");
      if (!services.length && places.some((shelf) => shelf.group === "region")) return;
      const watch = [
        services.length ? "services:" : "councils:",
        ...lists.map((shelf) => `  - ${JSON.stringify(services.length ? shelf.name.toLowerCase() : shelf.key)}`),
      ].join("\n");
      const more = services.length ? options : [];
      built.append(make("p", "One calendar of all that is made with the program tenderwatch. Save this as my-care.yaml:"));
      built.append(code(watch), make("p", "and run, for example every night:"));
      built.append(code(["tenderwatch ical --watch my-care.yaml", ...more, `--for ${whose.value} -o my-care.ics`].join(" ")));
    };
    builder.hidden = false;
    builder.open = location.hash === "#own";
    reveal(own);
    own.addEventListener("input", build);
    own.addEventListener("submit", (event) => event.preventDefault());
    build();
  };

  // A long list goes on in pages of its own. What they hold is loaded before the first search, as rows of our own
  // making in which every text has been escaped.
  const wholeBoard = () => {
    const form = document.querySelector("form.filters");
    const load = () => {
      form.removeEventListener("focusin", load);
      const script = make("script", "", { src: "rows.js" });
      script.addEventListener("load", () => {
        const table = document.querySelector("table.board");
        for (const { market, name, rows } of window.rowsOfBoard) {
          let body = table.querySelector(`tbody[data-market="${market}"]`);
          if (!body) {
            body = make("tbody", "", { "data-market": market });
            const head = make("th", `${name} `, { scope: "rowgroup", colspan: "6" });
            head.append(make("span", "", { class: "number" }));
            const line = make("tr", "", { class: "group" });
            line.append(head);
            body.append(line);
            table.append(body);
          }
          const held = make("template");
          held.innerHTML = rows.join("");
          body.append(held.content);
        }
        byId("further").remove();
        board();
      });
      document.head.append(script);
    };
    form.hidden = false;
    if (location.search) load();
    else form.addEventListener("focusin", load);
  };

  if (byId("further")) wholeBoard();
  else if (document.querySelector("table.board tr[data-status]")) board();
  if (byId("find")) calendars();

  // Back to the list as it was searched.
  const back = document.querySelector('.back a[href$="index.html"]');
  try {
    const search = sessionStorage.getItem("search");
    if (back && search) back.setAttribute("href", `${back.getAttribute("href")}?${search}`);
  } catch {
    // The list as a whole will do.
  }

  const open = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)))?.closest("details");
    if (target) target.open = true;
  };
  window.addEventListener("hashchange", open);
  open();
})();
