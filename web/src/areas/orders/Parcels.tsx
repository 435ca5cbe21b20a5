import type { OrderDetail } from "@/api/generated/types.gen";
import { Section } from "@/kit/Section";
import { Parcel } from "./Parcel";
import { useParcelWords } from "./parcelWords";
import { ToPrepare } from "./ToPrepare";

/** How the goods leave: what still waits at each location, then every parcel, the newest first, those that were unpacked last. */
export function Parcels({ order, conflict }: { order: OrderDetail; conflict: () => void }) {
  const t = useParcelWords();
  const parcels = [...order.fulfillments].reverse();
  const waits = order.placed_at ? order.to_prepare : [];
  if (parcels.length === 0 && waits.length === 0) return null;
  const kept = parcels.filter((one) => one.status !== "cancelled");
  const gone = parcels.filter((one) => one.status === "cancelled");
  return (
    <Section title={t("parcels")} flush>
      {waits.map((part) => (
        <ToPrepare
          key={`${part.location_id}-${order.version}`}
          order={order}
          part={part}
          conflict={conflict}
        />
      ))}
      {[...kept, ...gone].map((one) => (
        <Parcel key={one.id} order={order} parcel={one} conflict={conflict} />
      ))}
    </Section>
  );
}
