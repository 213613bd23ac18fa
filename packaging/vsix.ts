import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownFiles } from "./ownFiles.ts";
import { packageFiles } from "./packages.ts";
import type { Target } from "./targets.ts";
import { type ZipEntry, zip } from "./zip.ts";

interface Manifest {
  name: string;
  displayName: string;
  publisher: string;
  version: string;
  description: string;
  categories: string[];
  engines: { vscode: string };
  dependencies: Record<string, string>;
  scripts?: unknown;
  devDependencies?: unknown;
}

/** A VSIX with all that it needs: the project's built files and the packages that they run on. */
export function vsix(root: string, target: Target): Buffer {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const { scripts, devDependencies, ...shipped } = manifest;
  const text = (name: string, content: string): ZipEntry => ({ name, data: Buffer.from(content) });
  const file = (from: string, to: string): ZipEntry => ({ name: `extension/${to}`, data: readFileSync(from) });
  const plugin = "node_modules/glassbook-typescript-plugin";
  return zip([
    text("extension.vsixmanifest", vsixManifest(manifest, target)),
    text("[Content_Types].xml", contentTypes),
    text("extension/package.json", JSON.stringify(shipped, null, 2)),
    ...ownFiles(root).map((path) => file(join(root, path), path)),
    ...packageFiles(root, Object.keys(manifest.dependencies), target).map(({ from, to }) => file(from, to)),
    // In the project it is a link to its source.
    text(
      `extension/${plugin}/package.json`,
      JSON.stringify({ name: "glassbook-typescript-plugin", main: "index.cjs" }),
    ),
    file(join(root, "dist/extension/typescript-plugin/index.cjs"), `${plugin}/index.cjs`),
  ]);
}

const escapeXml = (value: string) =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function vsixManifest(manifest: Manifest, { name }: Target): string {
  const { displayName, description, publisher, version, categories, engines } = manifest;
  const platform = name === "universal" ? "" : ` TargetPlatform="${name}"`;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${version}" Publisher="${publisher}"${platform} />
    <DisplayName>${escapeXml(displayName)}</DisplayName>
    <Description xml:space="preserve">${escapeXml(description)}</Description>
    <Categories>${categories.map(escapeXml).join(",")}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escapeXml(engines.vscode)}" />
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace" />
    </Properties>
    <License>extension/LICENSE</License>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code" /></Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Changelog" Path="extension/CHANGELOG.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE" Addressable="true" />
  </Assets>
</PackageManifest>
`;
}

const types = [
  "json",
  "js",
  "cjs",
  "mjs",
  "ts",
  "md",
  "txt",
  "wasm",
  "node",
  "so",
  "dylib",
  "dll",
  "png",
  "ipynb",
  "onnx",
  "py",
  "css",
  "woff2",
];
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${["vsixmanifest", ...types].map((type) => `  <Default Extension=".${type}" ContentType="${type === "vsixmanifest" ? "text/xml" : "application/octet-stream"}" />`).join("\n")}
</Types>
`;
