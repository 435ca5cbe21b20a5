import { useCallback, useRef, useState } from "react";
import { call } from "@/api/call";
import { adminGetDraftOrder, adminListDraftOrders, adminUpdateDraftOrder } from "@/api/generated/sdk.gen";
import type { Draft, DraftInput, DraftLineInput } from "@/api/generated/types.gen";
import { asProblem, type Problem } from "@/api/problem";
import { refresh } from "@/api/query";

export interface Drafting {
  draft: Draft;
  /** The lines as they are meant, before the server has said so. */
  lines: DraftLineInput[];
  isSaving: boolean;
  problem: Problem | null;
  clash: boolean;
  save: (change: DraftInput) => void;
  take: (draft: Draft) => void;
}

/** A draft that saves itself: one request at a time, what was typed meanwhile goes with the next. */
export function useDraft(first: Draft): Drafting {
  const [draft, setDraft] = useState(first);
  const [lines, setLines] = useState(() => linesOf(first));
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [clash, setClash] = useState(false);
  const now = useRef(first);
  const waiting = useRef<DraftInput | null>(null);
  const isBusy = useRef(false);

  const take = useCallback((next: Draft) => {
    now.current = next;
    setDraft(next);
    if (!waiting.current?.lines) setLines(linesOf(next));
  }, []);

  const flush = useCallback(async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    setSaving(true);
    while (waiting.current) {
      const body = waiting.current;
      waiting.current = null;
      const path = { draft: now.current.id };
      try {
        take(await call(adminUpdateDraftOrder, { path, body, version: now.current.version }));
        setProblem(null);
      } catch (error) {
        const refused = asProblem(error);
        waiting.current = null;
        if (refused.status === 412) setClash(true);
        else setProblem(refused);
        try {
          take(await call(adminGetDraftOrder, { path }));
        } catch {
          // the message above stands; the page can be loaded again
        }
      }
    }
    isBusy.current = false;
    setSaving(false);
    refresh(adminListDraftOrders);
  }, [take]);

  const save = useCallback(
    (change: DraftInput) => {
      setClash(false);
      if (change.lines) setLines(change.lines);
      waiting.current = { ...waiting.current, ...change };
      void flush();
    },
    [flush],
  );
  return { draft, lines, isSaving, problem, clash, save, take };
}

/** Pure: what a draft's lines are, as they are sent. */
export function linesOf(draft: Draft): DraftLineInput[] {
  return draft.cart.lines.map((line) => {
    const own = draft.agreed.find((one) => one.variant_id === line.variant_id);
    return {
      variant_id: line.variant_id,
      quantity: line.quantity,
      unit_price_minor: own?.unit_price_minor ?? null,
      price_reason: own?.price_reason ?? "",
      discount: own?.discount ?? null,
    };
  });
}
