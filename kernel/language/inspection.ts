import ts from "typescript-service";
import type { InspectReply } from "../protocol/message.ts";
import type { Asked } from "./LanguageService.ts";
import { toUnits } from "./positions.ts";

/** Type, documentation and tags of what stands at the cursor, or just before it. */
export function inspection({ service, path, code, offset }: Asked, cursor: number): InspectReply {
  const at = toUnits(code, cursor);
  for (const place of [at, at - 1]) {
    if (place < 0) continue;
    const info = service.getQuickInfoAtPosition(path, offset + place);
    if (info) return reply(typeText(info), ts.displayPartsToString(info.documentation), tags(info.tags));
  }
  const help = service.getSignatureHelpItems(path, offset + at, undefined);
  const item = help?.items[help.selectedItemIndex];
  if (!item) return { status: "ok", found: false, data: {}, metadata: {} };
  const parameters = item.parameters.map(({ displayParts }) => displayParts);
  const parts = [
    ...item.prefixDisplayParts,
    ...parameters.flatMap((part, index) => (index > 0 ? [...item.separatorDisplayParts, ...part] : part)),
    ...item.suffixDisplayParts,
  ];
  return reply(ts.displayPartsToString(parts), ts.displayPartsToString(item.documentation), tags(item.tags));
}

/** Names of earlier cells are imported here; the reader need not know. */
export function typeText({ displayParts }: ts.QuickInfo): string {
  const text = ts.displayPartsToString(displayParts);
  return text.replace(/^\(alias\) /, "").replace(/\nimport [\w$]+$/, "");
}

export function tags(found: ts.JSDocTagInfo[] | undefined): string[] {
  return (found ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`.trim());
}

function reply(type: string, documentation: string, tagLines: string[]): InspectReply {
  const text = [type, documentation, ...tagLines].filter(Boolean).join("\n\n");
  const markdown = [`\`\`\`typescript\n${type}\n\`\`\``, documentation, ...tagLines].filter(Boolean).join("\n\n");
  return { status: "ok", found: true, data: { "text/plain": text, "text/markdown": markdown }, metadata: {} };
}
