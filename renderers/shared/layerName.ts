const most = 32;

/**
 * A layer's name as people call it. What exporters of PyTorch write, a path of modules each with its whole name and the
 * operator's output, becomes the module: `/layer4/layer4.1/conv2/Conv_output_0` → `layer4.1.conv2`. Other paths keep their
 * last two parts; what is still long is cut in the middle.
 */
export function layerName(name: string): string {
  const parts = name.replace(/:\d+$/, "").split("/").filter(Boolean);
  if (parts.length < 2 && !name.startsWith("/")) return cut(name);
  const operator = parts.at(-1)?.replace(/_output_\d+$/, "") ?? name;
  if (operator === parts.at(-1)) return cut(parts.slice(-2).join("/"));
  const modules = parts.slice(0, -1).reduce((path, part) => {
    return path === "" || part.startsWith(`${path}.`) ? part : `${path}.${part}`;
  }, "");
  return cut(modules || operator);
}

const cut = (name: string) => (name.length <= most ? name : `${name.slice(0, 12)}…${name.slice(-19)}`);
