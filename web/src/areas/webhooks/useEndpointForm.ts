/** The form of an endpoint, new or known. */

import { call } from "@/api/call";
import { adminGetWebhookEndpoint, adminUpdateWebhookEndpoint } from "@/api/generated/sdk.gen";
import type { Endpoint } from "@/api/generated/types.gen";
import { tell } from "@/app/messages";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import { refreshWebhooks, useProven } from "./acting";
import { useWebhookWords } from "./words";

export interface Values {
  url: string;
  description: string;
  events: string[];
  store: string | null;
}

export function valuesOf(endpoint: Endpoint): Values {
  return {
    url: endpoint.url,
    description: endpoint.description,
    events: endpoint.events,
    store: endpoint.store_id,
  };
}

export function useLabels() {
  const t = useWebhookWords();
  return {
    labels: { url: t("url"), description: t("description"), events: t("events"), store: t("store") },
    check: {
      url: (url: string) => (url.trim() ? null : t("urlNeeded")),
      events: (events: string[]) => (events.length > 0 ? null : t("eventsNeeded")),
    },
    names: { store_id: "store" } as const,
  };
}

export function useEndpointForm(endpoint: Endpoint): RecordState<Values> {
  const t = useWebhookWords();
  const show = useProven();
  const path = { endpoint: endpoint.id };
  return useRecord<Values, Endpoint>({
    values: valuesOf(endpoint),
    version: endpoint.version,
    ...useLabels(),
    save: ({ url, description, events }, version) =>
      show(() =>
        call(adminUpdateWebhookEndpoint, {
          path,
          body: { url: url.trim(), description, events },
          version: version ?? endpoint.version,
        }),
      ),
    latest: async () => {
      const now = await call(adminGetWebhookEndpoint, { path });
      return { values: valuesOf(now), version: now.version };
    },
    saved: () => {
      tell(t("saved"));
      refreshWebhooks();
    },
  });
}
