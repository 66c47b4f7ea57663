// My list on the page: added to, ordered by dragging, by buttons and by keyboard, each change sent at once.
import { Outbox } from "./outbox.js";

const section = document.getElementById("mes-voeux");
const list = section.querySelector(".wishes");
const stages = document.querySelector(".stages");
const words = section.dataset;

const said = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const rowsNow = () => [...list.children];
const codesNow = () => rowsNow().map((row) => row.dataset.code);
const titleOf = (row) => row.querySelector(".title").textContent;
const announce = (text) => { document.getElementById("annonce").textContent = text; };

const outbox = new Outbox({ name: `voeux ${words.store}`, seen: Number(words.version), post, tell });

async function post(body) {
  const answer = await fetch(words.send, {
    method: "POST", redirect: "manual", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": words.token },
  });
  // The way to the door: nobody is signed in any more, or the proof of this page is too old.
  const turnedAway = answer.type === "opaqueredirect" || answer.status === 403;
  const json = (answer.headers.get("Content-Type") ?? "").includes("json");
  if (turnedAway || (answer.status === 400 && !json)) return { status: 401 };
  return { status: answer.status, body: json ? await answer.json() : null };
}

function tell(state, details) {
  const line = section.querySelector(".saved");
  const shown = { sending: words.sending, waiting: words.waiting, "signed-out": words.signedOut };
  line.dataset.state = state === "saved" || state === "sending" ? state : "waiting";
  if (state === "saved") { line.textContent = details.status; showOutlook(); }
  else if (state === "refused") line.textContent = said(words.refused, { why: details.refused });
  else if (shown[state]) line.textContent = shown[state];
  if (state === "waiting" || state === "refused" || state === "signed-out") announce(line.textContent);
  if (state === "conflict") conflict(details);
}

// What I would get now, as the server tells it; left as it was where the network fails.
async function showOutlook() {
  const part = document.getElementById("aujourdhui");
  try {
    const answer = await fetch(part.dataset.part, { redirect: "manual" });
    if (answer.ok) part.querySelector(".outlook").innerHTML = await answer.text();
  } catch { /* the link to the page of its own stays */ }
}

function conflict(theirs) {
  const box = section.querySelector(".conflict");
  box.querySelector(".take-theirs").textContent = said(words.theirs, { count: theirs.codes.length });
  box.hidden = false;
  box.querySelector(".keep-mine").onclick = () => { box.hidden = true; outbox.keepMine(); focusOnList(); };
  box.querySelector(".take-theirs").onclick = () => { outbox.forget(); location.reload(); };
}

const focusOnList = () => document.getElementById("titre-liste").focus();

// What stands in the list, said again on the page after any change.
function refresh() {
  const rows = rowsNow();
  rows.forEach((row, place) => {
    row.querySelector(".rank").textContent = place + 1;
    Object.assign(row.querySelector("[name=rank]"), { value: place + 1, max: rows.length });
  });
  section.querySelector(".count").textContent = said(words.count, { count: rows.length });
  section.querySelector(".keep-mine").textContent = said(words.mine, { count: rows.length });
  section.querySelector(".empty").hidden = rows.length > 0;
  const codes = codesNow();
  for (const stage of stages.children) {
    const rank = codes.indexOf(stage.dataset.code) + 1;
    const form = stage.querySelector("form");
    if (form) form.hidden = rank > 0;
    Object.assign(stage.querySelector(".in-list"), { hidden: !rank, textContent: said(words.inList, { rank }) });
  }
}

function changed() {
  refresh();
  const told = (row) => [row.dataset.code, { title: titleOf(row), detail: row.querySelector(".detail").textContent, note: row.querySelector(".wish-note").textContent }];
  outbox.put(codesNow(), Object.fromEntries(rowsNow().map(told)));
}

function moveTo(row, place) {
  const others = rowsNow().filter((each) => each !== row);
  const at = Math.min(Math.max(place, 0), others.length);
  list.insertBefore(row, others[at] ?? null);
  changed();
  announce(said(words.moved, { title: titleOf(row), rank: at + 1, count: others.length + 1 }));
}

function made(code, { title, detail, note }) {
  const row = document.getElementById("wish-row").content.firstElementChild.cloneNode(true);
  row.dataset.code = code;
  row.querySelector("[name=code]").value = code;
  row.querySelector(".code").textContent = code;
  row.querySelector(".title").textContent = title;
  row.querySelector(".detail").textContent = detail;
  Object.assign(row.querySelector(".wish-note"), { textContent: note, hidden: !note });
  row.querySelectorAll(".named").forEach((each) => { each.textContent = title; });
  row.querySelector(".handle").hidden = false;
  return row;
}

const ACTS = {
  monter: (row) => moveTo(row, rowsNow().indexOf(row) - 1),
  descendre: (row) => moveTo(row, rowsNow().indexOf(row) + 1),
  placer: (row) => moveTo(row, Number(row.querySelector("[name=rank]").value) - 1),
  retirer: (row) => {
    const after = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    changed();
    announce(said(words.removed, { title: titleOf(row) }));
    if (after) after.querySelector("[value=retirer]").focus();
    else focusOnList();
  },
};

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  ACTS[button?.value ?? "placer"](event.target.closest(".wish"));
  if (button?.isConnected) button.focus();
});

list.addEventListener("keydown", (event) => {
  const act = { ArrowUp: "monter", ArrowDown: "descendre" }[event.key];
  if (!event.altKey || !act) return;
  event.preventDefault();
  const held = document.activeElement;
  ACTS[act](held.closest(".wish"));
  held.focus();
});

stages.addEventListener("submit", (event) => {
  event.preventDefault();
  const stage = event.target.closest(".stage");
  const { code, title, detail, note } = stage.dataset;
  if (!codesNow().includes(code)) {
    list.append(made(code, { title, detail, note }));
    changed();
    const count = codesNow().length;
    announce(said(words.added, { title, rank: count, count }));
  }
  const following = stage.nextElementSibling?.querySelector("form:not([hidden]) button");
  (following ?? document.getElementById("texte")).focus({ preventScroll: true });
});

function showUnsent() {
  const rows = Object.fromEntries(rowsNow().map((row) => [row.dataset.code, row]));
  list.replaceChildren(...outbox.unsent.map((code) => rows[code] ?? made(code, outbox.rows[code] ?? { title: code, detail: "", note: "" })));
  refresh();
}

for (const handle of list.querySelectorAll(".handle")) handle.hidden = false;
if (outbox.unsent) showUnsent();
else refresh();
Sortable.create(list, {
  handle: ".handle", animation: 120,
  onEnd: ({ item, oldIndex, newIndex }) => { if (oldIndex !== newIndex) moveTo(item, newIndex); },
});
addEventListener("online", () => outbox.flush());
document.addEventListener("visibilitychange", () => { if (!document.hidden) outbox.flush(); });
outbox.flush();
showOutlook();
