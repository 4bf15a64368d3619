// Two buttons beside each list of places move an option up or down; the lists stay, and say the same without scripts.
const PLACE = /^\d+/;

function placeOf(select) {
  return Number((PLACE.exec(select.value) ?? ["0"])[0]);
}

function put(select, place) {
  [...select.options].forEach(option => {
    option.selected = place ? Number((PLACE.exec(option.value) ?? ["0"])[0]) === place : option.value === "";
  });
}

// What stands at each place, from 1 on; unranked options come after all ranked ones, in the order of the page.
function move(selects, select, step) {
  const ranked = selects.filter(placeOf).sort((a, b) => placeOf(a) - placeOf(b));
  const at = ranked.indexOf(select);
  if (at < 0) {
    if (step < 0) ranked.push(select);
  } else if (at + step >= ranked.length) {
    ranked.splice(at, 1);
  } else if (at + step >= 0) {
    ranked.splice(at, 1);
    ranked.splice(at + step, 0, select);
  }
  selects.forEach(other => put(other, ranked.indexOf(other) + 1));
}

function button(words, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary app-ranking__move";
  made.textContent = words;
  made.setAttribute("aria-label", `${words}: ${name}`);
  made.addEventListener("click", act);
  return made;
}

function start(list) {
  const { up, down, now, none } = list.dataset;
  const selects = [...list.querySelectorAll("select")];
  const said = document.createElement("p");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  selects.forEach(select => {
    const name = select.labels[0].textContent.trim();
    const go = step => () => {
      move(selects, select, step);
      const place = placeOf(select);
      said.textContent = (place ? now : none).replace("{option}", name).replace("{place}", String(place));
    };
    const group = document.createElement("span");
    group.className = "app-ranking__moves";
    group.append(button(up, name, go(-1)), button(down, name, go(1)));
    select.after(group);
  });
  list.after(said);
}

document.querySelectorAll("[data-app-ranking]").forEach(start);
