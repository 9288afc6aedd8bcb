"use strict";
const all = (selector) => Array.from(document.querySelectorAll(selector));
const kind = document.getElementById("kind");
const search = document.getElementById("search");
const found = document.getElementById("found");

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

function fold(button) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  document.getElementById(button.getAttribute("aria-controls")).hidden = open;
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

if (kind && search) {
  kind.addEventListener("change", filter);
  search.addEventListener("input", filter);
}
for (const button of all("button[aria-controls]")) {
  button.addEventListener("click", () => fold(button));
  fold(button);
}
for (const button of all("button.copy")) button.addEventListener("click", () => copy(button));
window.addEventListener("hashchange", reveal);
reveal();
