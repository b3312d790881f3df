// Read a feed with ical.js, as Thunderbird does, and print the events as JSON.
// Arguments: the folder of the ical.js package, and the feed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , folder, feed] = process.argv;
const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const { default: ICAL } = await import(pathToFileURL(join(folder, main)));

ICAL.design.strict = true;
const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(feed));
const calendar = new ICAL.Component(ICAL.parse(text));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component, { strictExceptions: true });
  if (!event.startDate.isDate || !event.endDate.isDate) {
    throw new Error(`${event.uid} is not all day`);
  }
  return {
    uid: event.uid,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    summary: event.summary,
    status: component.getFirstPropertyValue("status"),
    description: event.description,
  };
});
process.stdout.write(JSON.stringify(events));
