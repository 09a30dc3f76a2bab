// The whole sandbox: to a file, from a file, and back to its beginning.

import { confirmed, onPress, onSubmit, say } from "/ui/console-act.js";
import { control, controlText } from "/ui/console-control.js";
import { byId, make } from "/ui/console-elements.js";
import { poll } from "/ui/console-poll.js";
import { keepTime, sandboxNow, written } from "/ui/console-time.js";

const SECONDS = 2;

poll(SECONDS, async () => keepTime((await control("GET", "/clock")).now));

onPress(byId("save"), async () => {
  say("Saving …"); // which takes half a minute where there are 100,000 calls
  const snapshot = await controlText("GET", "/snapshot");
  const name = `gongkit-${written(sandboxNow()).replace(/[ :]/g, "-")}.json`;
  const url = URL.createObjectURL(new Blob([snapshot], { type: "application/json" }));
  make("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
  return `Saved as ${name}. It holds every key and secret of this sandbox.`;
});

onSubmit(byId("restore"), async () => {
  const [file] = byId("file").files;
  const text = `All that is in the sandbox now is replaced with what is in ${file.name}.`;
  if (!await confirmed("Restore this file?", text, "Restore")) return null;
  say("Restoring …");
  const { now } = await control("PUT", "/snapshot", await file.text());
  keepTime(now);
  return `Restored. It is ${written(now)}.`;
});

onPress(byId("reset"), async () => {
  const text = "All that was done in the sandbox is lost, unless it was saved.";
  if (!await confirmed("Start over?", text, "Reset")) return null;
  say("Starting over …");
  const { now } = await control("POST", "/reset");
  keepTime(now);
  return `The sandbox is as at first. It is ${written(now)}.`;
});
