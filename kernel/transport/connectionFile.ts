import { readFileSync } from "node:fs";

/** What a Jupyter front end writes for the kernel that it starts. */
export interface Connection {
  transport: string;
  ip: string;
  key: string;
  signature_scheme: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

export type Port = "shell_port" | "iopub_port" | "stdin_port" | "control_port" | "hb_port";

const ports: Port[] = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];

/** @throws Error that says what is wrong with the file */
export function readConnectionFile(file: string): Connection {
  const connection = JSON.parse(readFileSync(file, "utf8")) as Connection;
  for (const port of ports) {
    if (!Number.isInteger(connection[port]))
      throw new Error(`${file}: ${port} is ${connection[port]}, expected a port`);
  }
  if (connection.key && connection.signature_scheme !== "hmac-sha256") {
    throw new Error(`${file}: signature_scheme is ${connection.signature_scheme}, expected hmac-sha256`);
  }
  return connection;
}

export function address({ transport, ip, ...rest }: Connection, port: Port): string {
  return transport === "ipc" ? `ipc://${ip}-${rest[port]}` : `${transport}://${ip}:${rest[port]}`;
}
