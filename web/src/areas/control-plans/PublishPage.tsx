import { call } from "@/api/call";
import { controlGetPlan, controlListPlans, controlPublishPlan } from "@/api/generated/sdk.gen";
import type { PlanRow } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { useGo, useParam } from "@/app/here";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { checksOf, labelsOf } from "./checks";
import { VersionFields } from "./VersionFields";
import { nameOf, newestOf } from "./values";
import { inputOf, valuesOf } from "./versionForm";
import { useControlPlanWords } from "./words";

/** A further version of a plan; it begins as the newest one. */
export default function PublishPage() {
  const t = useControlPlanWords();
  const handle = useParam("plan");
  const seen = useRead(controlGetPlan, { path: { plan: handle } });
  if (seen.error) {
    return (
      <Page title={t("title")}>
        <Failure error={seen.error} again={seen.refetch} />
      </Page>
    );
  }
  if (!seen.data) return <Skeletons />;
  return <Publishing key={newestOf(seen.data).version} plan={seen.data} />;
}

function Publishing({ plan }: { plan: PlanRow }) {
  const t = useControlPlanWords();
  const language = useLanguage();
  const go = useGo();
  const newest = newestOf(plan);
  const path = { plan: plan.handle };
  const record = useRecord({
    values: valuesOf(newest),
    version: newest.version,
    labels: labelsOf(t),
    check: checksOf(t),
    save: (values, version) =>
      call(controlPublishPlan, {
        path,
        body: inputOf(values, newest),
        ...(version === undefined ? {} : { version }),
      }),
    latest: async () => {
      const now = newestOf(await call(controlGetPlan, { path }));
      return { values: valuesOf(now), version: now.version };
    },
    saved: () => {
      refresh(controlGetPlan, controlListPlans);
      tell(t("publishedNow"));
      go(`/plans/${plan.handle}`, { force: true });
    },
  });
  const name = nameOf(plan, language);
  return (
    <Page
      title={t("publishTitle", { name })}
      about={t("publishHelp")}
      crumbs={[
        { to: "/plans", label: t("title") },
        { to: `/plans/${plan.handle}`, label: name },
      ]}
    >
      <RecordForm record={record} action={t("publishNow")}>
        <Sections>
          <VersionFields record={record} />
        </Sections>
      </RecordForm>
    </Page>
  );
}
