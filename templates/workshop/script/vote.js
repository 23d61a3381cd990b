// The vote of customers and partners: their own page, the facilitator's, and what came out of it

const link = page === "vote" ? params.get("s") : "";
const pictures = {}; // by id, as a source of an image; what is not there yet is asked once

function votePage() {
  if (!secret || !state) return [h("p", { class: "big" }, say("vote.hello")), h("p", {}, say("vote.blind")), h("button", { id: "begin", class: "main", onclick: beginVote }, say("vote.begin"))];
  if (state.stage !== "open") return [h("p", { class: "big" }, say("vote.thanks"))];
  const there = state.shown.options, { low, high } = state.material;
  const asked = (option, about) => {
    const name = `${about}:${option.option}`, keys = [];
    for (let value = low; value <= high; value++) {
      keys.push(h("label", { class: "key" },
        h("input", { type: "radio", name, id: `${name}-${value}`, value, ...(state.own[name] === value ? { checked: true } : {}), onchange: () => enter(name, value) }), h("span", {}, String(value))));
    }
    return h("fieldset", {}, h("legend", {}, say(`vote.${about}`)), h("div", { class: "keys" }, keys),
      h("p", { class: "ends" }, h("span", {}, say(`low.${about}`)), h("span", {}, say(`high.${about}`))));
  };
  return [
    h("p", {}, say("vote.blind")),
    ...there.map(one => h("section", { class: "card" }, optionShown(one), asked(one, "importance"), asked(one, "satisfaction"))),
    h("section", { class: "card" }, h("fieldset", {}, h("legend", {}, say("vote.preference")), there.map(one => h("label", { class: "check" },
      h("input", { type: "radio", name: "preference", id: `preference-${one.option}`, ...(state.own.preference === one.option ? { checked: true } : {}), onchange: () => enter("preference", one.option) }), one.title)))),
    h("p", {}, say("vote.done")),
  ];
}
async function beginVote() {
  try {
    const answer = await fetch("/api/vote/join", { method: "POST", body: "{}", headers: { "X-Seat": link || "" }, cache: "no-store" });
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 401) throw new Error(say("link.unknown"));
    if (!answer.ok) throw new Error(answer.status === 409 ? say("vote.notyet") : told.error || answer.statusText);
    secret = told.secret;
    keep();
    news("");
    listen();
  } catch (error) { news(error.message || say("offline")); }
}
function optionShown(one) {
  if (one.picture && !(one.picture in pictures)) askPicture(one.picture);
  return [h("h2", {}, one.title), one.text ? h("p", {}, one.text) : null, one.picture && pictures[one.picture] ? h("img", { class: "picture", src: pictures[one.picture], alt: say("vote.picture", { title: one.title }) }) : null];
}
async function askPicture(id) {
  pictures[id] = "";
  try {
    const answer = await fetch(`/api/vote/picture/${id}`, { headers: { "X-Seat": secret }, cache: "no-store" });
    if (!answer.ok) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => { pictures[id] = reader.result; render(); });
    reader.readAsDataURL(await answer.blob());
  } catch { delete pictures[id]; }
}
function voteLead() {
  if (state.stage === "closed") return voteResults();
  const picked = Object.fromEntries(state.shown.options.map(one => [one.option, one]));
  const files = [["", say("vote.picture.none")], ...Object.entries(state.pictures)];
  const row = one => {
    const now = picked[one.opportunity], id = one.opportunity;
    const text = h("textarea", { id: `text-${id}`, rows: 2, maxlength: 500, onchange: event => settleStep(`text:${id}`, sent(event.target) && event.target.value) });
    text.value = now?.text ?? "";
    return h("li", {},
      h("label", { class: "check" }, h("input", { type: "checkbox", id: `option-${id}`, ...(now ? { checked: true } : {}), onchange: event => settleStep(`option:${id}`, event.target.checked || null) }), one.title),
      now ? h("div", { class: "grid" }, h("label", { for: `text-${id}` }, say("vote.text"), text),
        files.length > 1 ? choice(`picture-${id}`, say("vote.picture.of"), files, now.picture, picture => settleStep(`picture:${id}`, picture || null)) : null) : null);
  };
  const group = h("input", { id: "vote-group", maxlength: 80 });
  const make = async event => {
    event.preventDefault();
    try { await ask("/api/vote/link", { group: group.value }); sent(group); } catch (error) { news(error.message); }
  };
  return [
    state.entered ? null : h("section", {}, h("h3", {}, say("vote.options")), h("ul", { class: "cards" }, state.items.map(row)), files.length > 1 ? null : h("p", { class: "muted" }, say("vote.folder"))),
    h("section", {}, h("h3", {}, say("vote.links")), ...linksShown(120),
      h("form", { class: "grid", onsubmit: make }, h("label", { for: "vote-group" }, say("vote.group"), group), h("button", { id: "vote-link" }, say("vote.link")))),
  ];
}
function linksShown(size) {
  return state.links.map(one => h("div", { class: "room link" }, h("img", { src: one.qr, alt: say("qr"), width: size, height: size }),
    h("p", {}, h("strong", {}, one.group), page === "facilitator" ? [h("br"), h("a", { href: one.address }, one.address)] : null)));
}
function voteWall() {
  if (state.stage === "closed") return voteResults();
  return state.stage === "open" ? [enteredCount(), h("div", { class: "room" }, linksShown(260))] : [];
}
function voteResults() {
  if (state.stage !== "closed") return [];
  if (!state.votes.length) return [h("p", {}, say("vote.nobody"))];
  if (page === "beamer") return [votesTable(state.votes, true)];
  return state.shown.options.map(one => h("section", { class: "card" }, optionShown(one), votesOf(one.option)));
}
function votesOf(id) { // what customers think of an opportunity, beside what the experts think
  const found = state.votes.filter(one => one.opportunity === id);
  if (!found.length) return null;
  if (page !== "expert") return votesTable(found, false);
  return h("ul", { class: "votes-of" }, found.map(one => h("li", {}, h("strong", {}, one.group), ` ${say("votes.line", { n: one.n, importance: meanOf(one, "importance"), satisfaction: meanOf(one, "satisfaction"), score: number(one.opportunity_score), share: shareOf(one) })}`)),
    found.some(one => one.n < 5) ? h("li", { class: "muted" }, say("votes.few")) : null);
}
function meanOf(one, name) {
  return one[name] === null ? "–" : `${number(one[name])} (${number(one[`${name}_low`])}–${number(one[`${name}_high`])}${ofFewer(one, name)})`;
}
function ofFewer(one, name) { // not everybody answers every question
  return one[`n_${name}`] === one.n ? "" : `; n = ${one[`n_${name}`]}`;
}
function shareOf(one) {
  return one.preferred === null ? "–" : `${Math.round(100 * one.preferred)}% (${Math.round(100 * one.preferred_low)}–${Math.round(100 * one.preferred_high)}${ofFewer(one, "preferred")})`;
}
function votesTable(found, titled) {
  const names = ["group", "n", "importance", "satisfaction", "opportunity", "preferred"];
  return h("div", { class: "wide votes-of" }, h("table", {}, h("thead", {}, h("tr", {}, titled ? h("th", { scope: "col" }, say("decide.item")) : null, names.map(name => h("th", { scope: "col" }, say(`votes.${name}`))))),
    h("tbody", {}, found.map(one => h("tr", {}, titled ? h("th", { scope: "row" }, item(one.opportunity)?.title ?? one.opportunity) : null, h(titled ? "td" : "th", titled ? {} : { scope: "row" }, one.group),
      h("td", {}, String(one.n)), h("td", {}, meanOf(one, "importance")), h("td", {}, meanOf(one, "satisfaction")), h("td", {}, number(one.opportunity_score)), h("td", {}, shareOf(one)))))),
    found.some(one => one.n < 5) ? h("p", { class: "muted" }, say("votes.few")) : null);
}
