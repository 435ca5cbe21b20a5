import { IconFlask } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "experiments:read";
const WRITE = "experiments:write";
const FEATURE = "experiments";

/** What is tried out on some visitors, and what it brought. */
export const area: Area = {
  id: "experiments",
  routes: [
    { path: "/experiments", page: () => import("./ExperimentsPage"), permission: READ, feature: FEATURE },
    {
      path: "/experiments/new",
      page: () => import("./NewExperimentPage"),
      permission: WRITE,
      feature: FEATURE,
    },
    {
      path: "/experiments/$experiment",
      page: () => import("./ExperimentPage"),
      permission: READ,
      feature: FEATURE,
    },
    {
      path: "/experiments/$experiment/edit",
      page: () => import("./EditExperimentPage"),
      permission: WRITE,
      feature: FEATURE,
    },
  ],
  navigation: [
    {
      to: "/experiments",
      label: { en: "Experiments", fr: "Tests" },
      icon: IconFlask,
      place: 46,
      permission: READ,
      feature: FEATURE,
    },
  ],
  commands: [
    {
      id: "experiments",
      label: { en: "Go to experiments", fr: "Aller aux tests" },
      keywords: "a/b test variants variantes split",
      to: "/experiments",
      permission: READ,
      feature: FEATURE,
    },
    {
      id: "experiment-new",
      label: { en: "New experiment", fr: "Nouveau test" },
      keywords: "a/b test",
      to: "/experiments/new",
      permission: WRITE,
      feature: FEATURE,
    },
  ],
};
