/** Doing something to an endpoint: who it is is proven when that is needed; a refusal is told. */
import { useState } from "react";
import {
  adminGetWebhookDelivery,
  adminGetWebhookEndpoint,
  adminListWebhookDeliveries,
  adminListWebhookEndpoints,
} from "@/api/generated/sdk.gen";
import { Problem } from "@/api/problem";
import { refresh } from "@/api/query";
import { tellProblem } from "@/app/messages";
import { proven } from "@/app/proof";
import { useWebhookWords } from "./words";

/** Ask anew what is on the screen. */
export function refreshWebhooks(): void {
  refresh(
    adminListWebhookEndpoints,
    adminGetWebhookEndpoint,
    adminListWebhookDeliveries,
    adminGetWebhookDelivery,
  );
}

/** Throws `Problem`, also when the person did not want to show who they are. */
export function useProven(): <T>(act: () => Promise<T>) => Promise<T> {
  const t = useWebhookWords();
  return async (act) => {
    const answer = await proven(act);
    if (answer === null) throw new Problem(403, { code: "NotProven", title: t("proofNeeded") });
    return answer;
  };
}

/** Runs one act at a time and tells its refusal. */
export function useAct(): { isRunning: boolean; run: (act: () => Promise<void>) => Promise<boolean> } {
  const show = useProven();
  const [isRunning, setRunning] = useState(false);
  return {
    isRunning,
    run: async (act) => {
      setRunning(true);
      try {
        await show(async () => {
          await act();
          return true;
        });
        return true;
      } catch (error) {
        tellProblem(error);
        return false;
      } finally {
        setRunning(false);
        refreshWebhooks();
      }
    },
  };
}
