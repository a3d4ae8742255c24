"use strict";
for (const table of document.querySelectorAll("table[data-choose]")) {
  const place = Number(table.dataset.choose), rows = [...table.tBodies[0].rows];
  const kind = row => row.cells[place].textContent.trim();
  const texts = new Map(), kinds = [...new Set(rows.map(kind))].sort((a, b) => a.localeCompare(b, "nl"));
  const box = document.createElement("div"), find = document.createElement("input");
  const pick = document.createElement("select"), count = document.createElement("p");
  const label = (said, field) => { const one = document.createElement("label"); one.append(said + " ", field); return one; };
  box.className = "choose"; box.setAttribute("role", "search"); box.setAttribute("aria-label", table.caption.textContent);
  find.type = "search"; count.setAttribute("role", "status");
  pick.append(new Option("alles", ""), ...kinds.map(one => new Option(one || "(leeg)", "=" + one)));
  const text = row => { if (!texts.has(row)) texts.set(row, row.textContent.toLocaleLowerCase("nl")); return texts.get(row); };
  const show = () => {
    const words = find.value.toLocaleLowerCase("nl").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = (pick.value && "=" + kind(row) !== pick.value) || !words.every(word => text(row).includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = shown === rows.length ? "" : shown + " van " + rows.length + " rijen getoond";
  };
  find.addEventListener("input", show); pick.addEventListener("change", show);
  box.append(label("zoek", find), label(table.tHead.rows[0].cells[place].textContent, pick), count);
  table.before(box);
}
