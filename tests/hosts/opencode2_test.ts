import { FakeOpenCode2 } from "./fake_opencode2.ts";
import { defineScenarios } from "./scenarios.ts";

defineScenarios("opencode2", () => new FakeOpenCode2());
