// What starts a page; the last part

function released() {
  setTimeout(() => {
    pressed = false;
    if (due) {
      due = false;
      render();
    }
  });
}
addEventListener("input", event => {
  const field = event.target;
  if (field.id && field.matches("textarea, input:not([type]), input[type=number], form select")) drafts[field.id] = field.value;
});
addEventListener("pointerdown", () => { pressed = true; }, true);
addEventListener("pointerup", released, true);
addEventListener("pointercancel", released, true);
setInterval(tick, 500);
document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
addEventListener("online", flush);
fetch(`/words/${language}.json`).then(answer => answer.json()).then(found => {
  words = found;
  render();
  flush();
  if (secret) listen();
});
