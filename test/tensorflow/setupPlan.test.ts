import assert from "node:assert/strict";
import { driverFor, isOlder, parseGpus } from "../../kernel/tensorflow/doctor/gpus.ts";
import { gpuMemorySettings } from "../../kernel/tensorflow/gpuMemory.ts";
import { installCommand } from "../../kernel/tensorflow/setup/advice.ts";
import { requireSpace } from "../../kernel/tensorflow/setup/disk.ts";
import { pipError } from "../../kernel/tensorflow/setup/pipError.ts";
import { type Machine, planFor } from "../../kernel/tensorflow/setup/plan.ts";
import { cudaRequirements, cudaVersions } from "../../kernel/tensorflow/setup/wheelFacts.ts";

const linux: Machine = { platform: "linux", arch: "x64", musl: false };

describe("the plan of a set-up", () => {
  it("takes the CPU's wheel, or with a GPU the one with CUDA", () => {
    assert.equal(planFor({ gpu: false }, linux).requirement, "tensorflow-cpu==2.18.1");
    assert.equal(planFor({ gpu: false, tensorflow: "2.21" }, linux).requirement, "tensorflow-cpu==2.21.*");
    const gpu = planFor({ gpu: true }, linux);
    assert.deepEqual([gpu.package, gpu.requirement], ["tfjs-node-gpu", "tensorflow==2.18.1"]);
    const mac = planFor({ gpu: false }, { platform: "darwin", arch: "arm64", musl: false });
    assert.equal(mac.requirement, "tensorflow==2.18.1");
  });

  it("says where it cannot be, and what runs there instead", () => {
    const windows = () => planFor({ gpu: false }, { platform: "win32", arch: "x64", musl: false });
    assert.throws(windows, /on Windows: .*npm install @tensorflow\/tfjs-node.*WebAssembly here/);
    assert.throws(() => planFor({ gpu: false }, { ...linux, musl: true }), /a Linux with glibc/);
    assert.throws(() => planFor({ gpu: true }, { platform: "darwin", arch: "arm64", musl: false }), /needs CUDA/);
    assert.throws(() => planFor({ gpu: true }, { ...linux, arch: "arm64" }), /this is Linux arm64/);
    assert.throws(() => planFor({ gpu: false, tensorflow: "latest" }, linux), /expected a version such as/);
  });

  it("names the package that this system calls it by", () => {
    const ubuntu = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';
    assert.equal(installCommand("compiler", "linux", ubuntu), "sudo apt-get install g++");
    assert.equal(
      installCommand("pip", "linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'),
      "sudo dnf install python3-pip",
    );
    assert.equal(installCommand("compiler", "linux", "ID=arch\n"), "sudo pacman -S gcc");
    assert.equal(installCommand("compiler", "linux", 'ID="opensuse-leap"\n'), "sudo zypper install gcc-c++");
    assert.equal(installCommand("compiler", "darwin", ""), "xcode-select --install");
    assert.match(installCommand("npm", "linux", ""), /package manager/);
  });

  it("asks for the room that it needs, before it begins", async () => {
    await assert.rejects(
      requireSpace("/cache", 2e9, async () => 1e9),
      /needs 2\.0 GB .* has 1\.0 GB free\. Free some/,
    );
    await requireSpace("/cache", 2e9, async () => 2e9);
  });

  it("reads which NVIDIA packages a TensorFlow asks for, in both spellings", () => {
    const metadata = [
      "Requires-Dist: numpy<2.1.0,>=1.26.0",
      "Requires-Dist: nvidia-cublas-cu12 ==12.5.3.2 ; extra == 'and-cuda'",
      "Requires-Dist: nvidia-cudnn-cu12 (==9.3.0.75) ; extra == 'and-cuda'",
      'Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"',
      "Requires-Dist: other ; extra == 'else'",
    ].join("\n");
    const wanted = ["nvidia-cublas-cu12==12.5.3.2", "nvidia-cudnn-cu12==9.3.0.75", "nvidia-nccl-cu12<3.0,>=2.27.7"];
    assert.deepEqual(cudaRequirements(metadata), wanted);
    const info = "build_info = collections.OrderedDict([('cuda_version', '12.5.1'), ('cudnn_version', '9')])";
    assert.deepEqual(cudaVersions(info), { cuda: "12.5.1", cudnn: "9" });
  });

  it("says what pip's errors mean", () => {
    const message = (output: string) => pipError("tensorflow-cpu==2.18.1", output).message;
    assert.match(message("OSError: [Errno 28] No space left on device"), /disk filled up/);
    assert.match(message("ERROR: something new\nof two lines"), /something new\nof two lines/);
  });

  it("limits the GPU's memory by what TensorFlow leaves free", () => {
    assert.deepEqual(
      gpuMemorySettings({}, () => assert.fail("not asked")),
      { TF_FORCE_GPU_ALLOW_GROWTH: "true" },
    );
    const own = { TF_FORCE_GPU_ALLOW_GROWTH: "false" };
    assert.deepEqual(
      gpuMemorySettings(own, () => undefined),
      own,
    );
    const limited = gpuMemorySettings({ GLASSBOOK_GPU_MEMORY_MB: "4000" }, () => 16_000);
    assert.equal(limited.TF_DEVICE_MIN_SYS_MEMORY_IN_MB, "12000");
    assert.throws(
      () => gpuMemorySettings({ GLASSBOOK_GPU_MEMORY_MB: "4GB" }, () => 1),
      /expected a number of megabytes/,
    );
    assert.throws(() => gpuMemorySettings({ GLASSBOOK_GPU_MEMORY_MB: "40" }, () => undefined), /nvidia-smi/);
  });

  it("knows which driver a CUDA needs", () => {
    assert.deepEqual(parseGpus("NVIDIA H200, 550.54.15, 143771\n"), [
      { name: "NVIDIA H200", driver: "550.54.15", memoryMegabytes: 143771 },
    ]);
    assert.equal(driverFor("12.5.1"), "525.60.13");
    assert.ok(isOlder("470.82.01", "525.60.13") && isOlder("525.60.2", "525.60.13"));
    assert.ok(!isOlder("525.60.13", "525.60.13") && !isOlder("550.1", "525.60.13"));
  });
});
