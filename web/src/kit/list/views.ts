/** Where the views of a list are kept: with the company, one's own and those that are shared. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import { adminCreateView, adminDeleteView, adminListViews, adminUpdateView } from "@/api/generated/sdk.gen";
import type { SavedView } from "@/api/generated/types.gen";
import { Problem } from "@/api/problem";
import { useCompany } from "@/app/here";
import { useMay } from "@/app/may";
import { tellProblem } from "@/app/messages";
import type { View } from "./types";

/** A view that somebody saved. */
export interface KeptView extends View {
  isShared: boolean;
  /** What the list opens with: one's own default, or else the company's. */
  isDefault: boolean;
  isOwn: boolean;
  ownerName: string;
  version: number;
}

interface NewView {
  label: string;
  search: Readonly<Record<string, string>>;
  isShared: boolean;
}

type Change = { name?: string; is_default?: boolean; is_shared?: boolean };

function kept(view: SavedView): KeptView {
  return {
    id: view.id,
    label: view.name,
    search: strings(view.query),
    isShared: view.is_shared,
    isDefault: view.is_default,
    isOwn: view.is_own,
    ownerName: view.owner_name,
    version: view.version,
  };
}

/** Pure: what an older console kept and this one does not understand is left out. */
export function strings(query: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Pure: the view that a list opens with. */
export function opening(views: readonly KeptView[]): KeptView | undefined {
  return (
    views.find((view) => view.isDefault && !view.isShared) ??
    views.find((view) => view.isDefault && view.isShared)
  );
}

export function useViews(list: string) {
  const company = useCompany();
  const client = useQueryClient();
  const key = ["views", company, list];
  const hasOwn = useMay("account:manage");
  const how = {
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    onError: (error: Error) => {
      if (error instanceof Problem) tellProblem(error);
      void client.invalidateQueries({ queryKey: key });
    },
  };
  const views = useQuery({
    queryKey: key,
    queryFn: async () => (await call(adminListViews, { query: { list } })).map(kept),
    enabled: hasOwn,
    staleTime: 60_000,
  });
  const save = useMutation({
    mutationFn: (view: NewView) =>
      call(adminCreateView, {
        body: { list, name: view.label, query: { ...view.search }, is_shared: view.isShared },
      }),
    ...how,
  });
  const change = useMutation({
    mutationFn: ({ view, to }: { view: KeptView; to: Change }) =>
      call(adminUpdateView, { path: { view: view.id }, body: to, version: view.version }),
    ...how,
  });
  const remove = useMutation({
    mutationFn: (view: KeptView) => call(adminDeleteView, { path: { view: view.id } }),
    ...how,
  });
  return { views: views.data ?? NONE, save: save.mutate, change: change.mutate, remove: remove.mutate };
}

const NONE: readonly KeptView[] = [];
