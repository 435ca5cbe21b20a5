import { Button } from "@mantine/core";
import { adminComputeRecommendations, adminListRecommendationRuns } from "@/api/generated/sdk.gen";
import { useRead, useWrite } from "@/api/query";
import { useSearchWords } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Explained, useReason } from "@/kit/May";
import { Page } from "@/kit/Page";
import { UrlTabs } from "@/kit/UrlTabs";
import { Excluded } from "./Excluded";
import { Results } from "./Results";
import { Runs } from "./Runs";
import { isUnderWay } from "./runs";
import { TuningForm } from "./TuningForm";
import { useRecommendationWords } from "./words";

/** What recommendations sell, how they are computed, and how they are tuned. */
export default function RecommendationsPage() {
  const t = useRecommendationWords();
  const reason = useReason("products:write");
  const [, change] = useSearchWords();
  const last = useRead(adminListRecommendationRuns, { query: { limit: 1 } });
  const isBusy = isUnderWay(last.data?.items[0]);
  const compute = useWrite(adminComputeRecommendations, {
    changes: [adminListRecommendationRuns],
    done: () => {
      tell(t("started"));
      change({ tab: "runs" });
    },
    failed: tellProblem,
  });
  return (
    <Page
      title={t("title")}
      about={t("about")}
      width="wide"
      primary={
        <Explained reason={reason ?? (isBusy ? t("computing") : null)}>
          <Button loading={compute.isPending} onClick={() => compute.mutate({})}>
            {t("compute")}
          </Button>
        </Explained>
      }
    >
      <UrlTabs
        tabs={[
          { value: "results", label: t("tabResults"), panel: <Results /> },
          { value: "runs", label: t("tabRuns"), panel: <Runs /> },
          { value: "tuning", label: t("tabTuning"), panel: <TuningForm /> },
          { value: "excluded", label: t("tabExcluded"), panel: <Excluded /> },
        ]}
      />
    </Page>
  );
}
