interface Program {
  shaderKey: string;
  getUserCode(): string;
}

/** What is used of tfjs-webgpu's backend. */
export interface ProgramRunner {
  runWebGPUProgram(program: Program, ...rest: unknown[]): unknown;
}

const last = "value >= currMaxValue";
const first = "maxValueFound < 0.5 || value > maxValue";

/**
 * tfjs-webgpu gives a tied maximum's gradient to the last cell of its window; TensorFlow and PyTorch give it to the first,
 * row by row. Its shader is changed where it compares.
 */
export function takeFirstMaximum(backend: ProgramRunner): void {
  const run = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (program, ...rest) => {
    if (/^pool2D_max_true/.test(program.shaderKey)) {
      const code = program.getUserCode.bind(program);
      program.shaderKey += "_first";
      program.getUserCode = () => {
        const text = code();
        if (!text.includes(last)) throw new Error("this tfjs-backend-webgpu is not the 4.22.0 that Glassbook knows");
        return text.replace(last, first);
      };
    }
    return run(program, ...rest);
  };
}
