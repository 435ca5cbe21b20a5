/** Doing something to a feed: who it is is proven when that is needed; a refusal is told. */
import { useState } from "react";
import { adminGetFeed, adminListFeedItems, adminListFeeds } from "@/api/generated/sdk.gen";
import { Problem } from "@/api/problem";
import { refresh } from "@/api/query";
import { tellProblem } from "@/app/messages";
import { proven } from "@/app/proof";
import { useFeedWords } from "./words";

/** Ask anew what is on the screen. */
export function refreshFeeds(): void {
  refresh(adminListFeeds, adminGetFeed, adminListFeedItems);
}

/** Runs one act at a time and tells its refusal. */
export function useAct(): { isRunning: boolean; run: (act: () => Promise<void>) => Promise<void> } {
  const t = useFeedWords();
  const [isRunning, setRunning] = useState(false);
  return {
    isRunning,
    run: async (act) => {
      setRunning(true);
      try {
        const answer = await proven(async () => {
          await act();
          return true;
        });
        if (answer === null) throw new Problem(403, { code: "NotProven", title: t("proofNeeded") });
      } catch (error) {
        tellProblem(error);
      } finally {
        setRunning(false);
        refreshFeeds();
      }
    },
  };
}
