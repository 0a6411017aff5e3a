// Reads BPMN XML from stdin as bpmn-js does; prints what was complained of and the elements of the process.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const entry = createRequire(`${process.cwd()}/`).resolve("bpmn-moddle");
const { BpmnModdle } = await import(pathToFileURL(entry));
const { rootElement, warnings } = await new BpmnModdle().fromXML(readFileSync(0, "utf8"));
const [process_] = rootElement.rootElements;
console.log(
  JSON.stringify({
    warnings: warnings.map((warning) => warning.message),
    elements: process_.flowElements.map((element) => [element.$type, element.name ?? ""]),
    drawn: rootElement.diagrams[0].plane.planeElement.length,
  }),
);
