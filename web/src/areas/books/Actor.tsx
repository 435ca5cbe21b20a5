import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { useBookWords } from "./words";

/** Who posted an entry: `staff:…` of the API as a link to the person, others by what they are. */
export function Actor({ actor }: { actor: string }) {
  const t = useBookWords();
  const maySee = useMay("staff:read");
  const [kind = "", id = ""] = actor.split(":");
  const key = `actor.${kind}`;
  const said = t.has(key) ? t(key) : kind;
  return kind === "staff" && id && maySee ? <GoLink to={`/staff/staff_${id}`}>{said}</GoLink> : said;
}
