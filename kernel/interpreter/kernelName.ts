/** The one name that compiled cells use of the kernel: `import()`, `import.meta`, magics. */
export const kernelName = "__glassbook__";
