// Search and filters over the contracts that are in the page already; and an explanation opens when it is linked to.
// Without this script everything is there, only the controls are not.
"use strict";

(() => {
  const form = document.querySelector("form.filters");
  if (form) {
    const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’']/g, "").toLowerCase();
    const rows = Array.from(document.querySelectorAll("tr[data-status]"), (row) => ({
      row,
      text: fold(`${row.textContent} ${row.dataset.words}`),
      council: row.dataset.council.split(" "),
      service: row.dataset.service.split(" "),
      status: row.dataset.status,
      until: row.dataset.until,
    }));
    const field = (id) => document.getElementById(id);

    const show = () => {
      const words = fold(field("words").value).split(/\s+/).filter(Boolean);
      const [council, service, status, until] = ["council", "service", "status", "until"].map((id) => field(id).value);
      let shown = 0;
      for (const one of rows) {
        const fits =
          words.every((word) => one.text.includes(word)) &&
          (!council || one.council.includes(council)) &&
          (!service || one.service.includes(service)) &&
          (!status || one.status === status) &&
          (!until || (one.until !== "" && one.until <= until));
        one.row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      field("count").textContent = `Showing ${shown} of ${rows.length} ${rows.length === 1 ? "contract" : "contracts"}`;
      field("none").hidden = shown > 0;
    };

    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    // The fields are empty only after the event.
    form.addEventListener("reset", () => setTimeout(show));
    // A browser that goes back fills the fields in again.
    window.addEventListener("pageshow", show);
  }

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  window.addEventListener("hashchange", open);
  open();
})();
