// Due dates as people type them, the same as concentric/method/instrument/due.py: "3 Dec", "3/12", "Friday", "2w".
// A day is an ISO text, 2026-12-03: no clock and no time zone can shift it.

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

export function readDay(typed, today) {
  const words = typed.toLowerCase();
  if (words === "today") return today;
  if (words === "tomorrow") return later(today, 1);
  const weekday = oneOf(words, DAYS);
  if (weekday) return later(today, modulo(weekday - 2 - weekdayOf(today), 7) + 1);
  let found = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/.exec(words);
  if (found) return day(+found[1], +found[2], +found[3]);
  found = /^([0-9]{1,2})\/([0-9]{1,2})(?:\/([0-9]{4}|[0-9]{2}))?$/.exec(words);
  if (found) return next(+found[1], +found[2], found[3], today);
  found = /^([0-9]{1,2})(?:st|nd|rd|th)? ?([a-z]{3,9})(?: ?([0-9]{4}))?$/.exec(words);
  const month = found && oneOf(found[2], MONTHS);
  return month ? next(+found[1], month, found[3], today) : null;
}

export function readSpan(typed, today) {
  const found = /^(a|[0-9]{1,2}) ?(d|days?|w|weeks?|m|months?)$/.exec(typed.toLowerCase());
  if (!found) return null;
  const count = found[1] === "a" ? 1 : +found[1];
  const unit = found[2][0];
  if (unit !== "m") return later(today, count * (unit === "w" ? 7 : 1));
  const [year, month, date] = today.split("-").map(Number);
  const months = month - 1 + count;
  const [inYear, inMonth] = [year + Math.floor(months / 12), (months % 12) + 1];
  return day(inYear, inMonth, Math.min(date, lastOf(inYear, inMonth)));
}

export function dueLabel(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  const name = MONTHS[month - 1].slice(0, 3);
  return `Due ${date} ${name[0].toUpperCase()}${name.slice(1)} ${year}`;
}

const modulo = (value, by) => ((value % by) + by) % by;
const pad = (value, width) => String(value).padStart(width, "0");
const lastOf = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const weekdayOf = (iso) => modulo(new Date(`${iso}T00:00:00Z`).getUTCDay() - 1, 7);

// The place (from 1) of the name that `word` abbreviates to three letters or more; 0 where there is none.
function oneOf(word, names) {
  return word.length < 3 ? 0 : names.findIndex((name) => name.startsWith(word)) + 1;
}

function day(year, month, date) {
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > lastOf(year, month)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

function next(date, month, year, today) {
  if (year) return day(+year + (year.length === 2 ? 2000 : 0), month, date);
  const thisYear = +today.slice(0, 4);
  const first = day(thisYear, month, date);
  return first && first >= today ? first : day(thisYear + 1, month, date);
}

function later(iso, days) {
  const moved = new Date(`${iso}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
