import { useSearchWords } from "@/app/here";
import { Page } from "@/kit/Page";
import { usePeopleTexts } from "@/kit/people/words";
import { Finding } from "./Finding";
import { PersonDesk, Waiting } from "./PersonDesk";
import classes from "./service.module.css";
import { useServiceWords } from "./words";

/** One box on the left, whoever was found on the right; on a phone one after the other. Its state is its address. */
export default function ServicePage() {
  const t = useServiceWords();
  usePeopleTexts();
  const [words, change] = useSearchWords();
  const customer = words.person?.startsWith("cus_") ? words.person : undefined;
  const order = words.order?.startsWith("ord_") ? words.order : undefined;
  const chosen = customer ?? order;
  return (
    <Page title={t("title")} width="wide">
      <div className={classes.desk} data-chosen={chosen !== undefined}>
        <Finding
          typed={words.q ?? ""}
          type={(q) => change({ q })}
          chosen={chosen}
          choose={(hit) =>
            change({ person: hit.customer, order: hit.customer ? undefined : hit.order }, { replace: false })
          }
        />
        <div className={classes.person}>
          {chosen ? (
            <PersonDesk
              key={chosen}
              customer={customer}
              order={order}
              back={() => change({ person: undefined, order: undefined })}
            />
          ) : (
            <Waiting />
          )}
        </div>
      </div>
    </Page>
  );
}
