/** The packages with CUDA's libraries that a TensorFlow asks for (its extra `and-cuda`), as pip takes them. */
export function cudaRequirements(metadata: string): string[] {
  return [...metadata.matchAll(/^Requires-Dist: *([^;\n]+);(.*)$/gm)]
    .filter(([, , marker = ""]) => /extra *== *['"]and-cuda['"]/.test(marker))
    .map(([, requirement = ""]) => requirement.replace(/[\s()]/g, ""));
}

/** The CUDA and cuDNN that a TensorFlow was built for, as its build_info.py tells. */
export function cudaVersions(buildInfo: string): { cuda?: string; cudnn?: string } {
  const value = (key: string) => new RegExp(`'${key}', '([\\d.]+)'`).exec(buildInfo)?.[1];
  const cuda = value("cuda_version");
  const cudnn = value("cudnn_version");
  return { ...(cuda && { cuda }), ...(cudnn && { cudnn }) };
}
