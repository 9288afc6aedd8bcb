"use strict";
const all = (selector) => Array.from(document.querySelectorAll(selector));
const kind = document.getElementById("kind");
const search = document.getElementById("search");
const found = document.getElementById("found");
const data = JSON.parse(document.getElementById("data").textContent);

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of all("#all tbody tr")) {
    const text = row.textContent.toLowerCase();
    row.hidden = (kind.value !== "" && row.className !== kind.value) || !words.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  found.textContent = shown + " shown";
}

function cellOf(tag, scope) {
  const cell = document.createElement(tag);
  if (scope) cell.scope = scope;
  return cell;
}

// The rows of an operation's subjects, made when they are first asked for: each is [subject, column, requirement, ...].
function unfold(body, subjects, signs, columns) {
  for (const [subject, ...pairs] of subjects) {
    const row = body.insertRow();
    const name = cellOf("th", "row");
    name.textContent = subject || "(operation)";
    row.append(name, ...Array.from({length: columns}, () => cellOf("td")));
    for (let i = 0; i < pairs.length; i += 2) {
      const link = document.createElement("a");
      const id = "r" + pairs[i + 1];
      link.href = "#" + id;
      link.className = document.getElementById(id).className;
      link.setAttribute("aria-label", link.className);
      link.textContent = signs[link.className];
      row.cells[pairs[i] + 1].append(link);
    }
  }
}

function fold(button) {
  const open = button.getAttribute("aria-expanded") === "true";
  const body = document.getElementById(button.getAttribute("aria-controls"));
  if (!body.rows.length) unfold(body, data.operations[body.id.slice(1) - 1], data.signs, data.columns);
  button.setAttribute("aria-expanded", String(!open));
  body.hidden = open;
}

async function copy(button) {
  const text = button.parentElement.querySelector("pre").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.hidden = false;
  for (const details of target.querySelectorAll("details")) details.open = true;
  target.scrollIntoView();
}

for (const cell of all("#all td[data-why]")) cell.append(data.reasons[cell.dataset.why]);
if (kind && search) {
  kind.addEventListener("change", filter);
  search.addEventListener("input", filter);
}
for (const button of all("button[aria-controls]")) {
  button.addEventListener("click", () => fold(button));
}
for (const button of all("button.copy")) button.addEventListener("click", () => copy(button));
window.addEventListener("hashchange", reveal);
window.addEventListener("beforeprint", () => { for (const details of all("details.exhibit")) details.open = true; });
reveal();
