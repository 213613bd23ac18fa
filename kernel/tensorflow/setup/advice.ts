import { say } from "../../library/ground/say.ts";

/** What may be missing on a machine. */
export type Missing = "compiler" | "pip" | "npm";

const packages: Record<string, { command: string } & Record<Missing, string>> = {
  debian: { command: "sudo apt-get install", compiler: "g++", pip: "python3-pip", npm: "npm" },
  fedora: { command: "sudo dnf install", compiler: "gcc-c++", pip: "python3-pip", npm: "npm" },
  suse: { command: "sudo zypper install", compiler: "gcc-c++", pip: "python3-pip", npm: "npm" },
  arch: { command: "sudo pacman -S", compiler: "gcc", pip: "python-pip", npm: "npm" },
};
const families: Record<string, string> = { ubuntu: "debian", rhel: "fedora", centos: "fedora", opensuse: "suse" };

/**
 * The command that installs what is missing on this system.
 *
 * @param osRelease text of `/etc/os-release`; empty where there is none
 */
export function installCommand(missing: Missing, platform: NodeJS.Platform, osRelease: string): string {
  if (platform === "darwin") {
    return { compiler: "xcode-select --install", pip: "brew install python", npm: "brew install node" }[missing];
  }
  const words = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, ids = ""]) => ids.split(/\s+/));
  for (const word of words.map((each) => each.split("-")[0] ?? each)) {
    const known = packages[families[word] ?? word];
    if (known) return `${known.command} ${known[missing]}`;
  }
  switch (missing) {
    case "compiler":
      return say`install g++ or clang++ with this system's package manager`;
    case "pip":
      return say`install Python 3 with pip with this system's package manager`;
    case "npm":
      return say`install npm with this system's package manager`;
  }
}
