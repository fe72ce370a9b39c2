/** For developers: every part of which pages are made, in every state; its pictures are compared (tests/ui/parts.mjs). */

import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { colourOf } from "../administration/agreement-order";
import { Refusal } from "../api/refusal";
import { BarChart } from "../components/bar-chart";
import { Button, type Variant } from "../components/button";
import { EmptyState } from "../components/empty-state";
import { FailedState } from "../components/failed-state";
import { Checkbox, FormErrors, Select, TextField } from "../components/fields";
import { Form } from "../components/form";
import FunnelBars, { type FunnelStep } from "../components/funnel-bars";
import { LinkButton } from "../components/link-button";
import { Mark } from "../components/mark";
import { Day, Moment, PersonName } from "../components/moment";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { Skeleton } from "../components/skeleton";
import { Status } from "../components/status";
import { Strip } from "../components/strip";
import { Timeline } from "../components/timeline";
import { useFormats, useTexts } from "../texts/texts";

const VARIANTS: readonly Variant[] = ["plain", "primary", "danger", "quiet"];
const MOMENT = "2026-02-28T09:05:00Z";
const PEOPLE = [
  { firstName: "Solomiia", lastName: "Danyliuk" },
  { firstName: "Віра", secondName: "Іванівна", lastName: "Ковальчук" },
  { firstName: "ليلى", lastName: "الحسن" },
];
const BARS = [3, 5, 0, 8, 2].map((count, at) => ({
  name: `${at + 1} Feb 2026`,
  label: `0${at + 1}/02`,
  parts: [count, 2 * count, 1, count, 2, 1, 1].map((part) => ({ count: part, address: "/" })),
}));

const STEPS = [
  ["first", 120, null],
  ["second", 80, "2.5 days"],
  ["third", 75, "4 days"],
  ["last", 20, "< 0.1 days"],
].map(([name, count, time]) => ({ name, count, time, address: "/" })) as readonly FunnelStep[];

const CELLS = (["good", "good", "bad", "good", "over", "good", "open"] as const).map((tone, at) => {
  return { key: String(at), name: `${at}: ${tone}`, tone, address: "/" };
});

const TIMELINE = ["declared", "registered", "certified", "issued", "annulled"].map(
  (participle, at) => ({
    key: participle,
    participle,
    title: participle,
    by: "Somebody",
    at: MOMENT,
    after: at % 2 === 1 ? "2 days" : null,
  }),
);

/** Show them. What is said here in English only is for developers. */
export default function PartsPage() {
  const texts = useTexts();
  const formats = useFormats();
  return (
    <Page title="Parts" actions={<Button variant="primary">Primary</Button>}>
      <Part title="Mark">
        <Mark />
      </Part>
      <Part title="Buttons">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant} <kbd aria-hidden="true">M</kbd>
          </Button>
        ))}
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} isDisabled>
            disabled
          </Button>
        ))}
        <LinkButton to="/console/parts">link</LinkButton>
        <Button variant="danger">
          <Trash2 className="icon" aria-hidden="true" /> with an icon
        </Button>
        <Link href="/">a link</Link>
      </Part>
      <Part title="Statuses">
        <Statuses of={texts.records.statuses} />
        <Statuses of={texts.decisionStatuses} />
        <Statuses of={texts.messages.statuses} />
        <Statuses of={texts.persons.statuses} />
        <Status of="BLOCKED">{texts.users.blocked}</Status>
        <span className="badge">{texts.records.kinds.BIRTH}</span>
      </Part>
      <Part title="Days, moments, numbers, names">
        <Day on="2026" />
        <Day on="2026-02" />
        <Day on="2026-02-28" />
        <Moment at={MOMENT} />
        <span>{formats.number(1_234_567)}</span>
        <code>B66NIC2</code>
        {PEOPLE.map((person) => (
          <PersonName key={person.lastName} of={person} />
        ))}
      </Part>
      <Fields />
      <Part title="Notices" isWide>
        <Notice kind="note">
          <p>A note.</p>
        </Notice>
        <Notice kind="done">
          <p>It is done.</p>
        </Notice>
      </Part>
      <Part title="Rows" isWide>
        <ul className="rows aligned">
          {PEOPLE.map((person, at) => (
            <li key={person.lastName}>
              <Link href="/console/parts">
                <PersonName of={person} />
              </Link>
              <Status of={at === 1 ? "DECLARED" : "ISSUED"}>
                {texts.records.statuses[at === 1 ? "DECLARED" : "ISSUED"]}
              </Status>
              <code>B-2026-000000{at}</code>
              <Moment at={MOMENT} />
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Table" isWide>
        <table aria-label="Births">
          <thead>
            <tr>
              <th>Name</th>
              <th>Born</th>
            </tr>
          </thead>
          <tbody>
            {PEOPLE.map((person) => (
              <tr key={person.lastName}>
                <th scope="row">
                  <PersonName of={person} />
                </th>
                <td>
                  <Day on="1952-04-04" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Part title="Nothing" isWide>
        <EmptyState text={texts.records.empty}>
          <LinkButton to="/declare">{texts.menu.declare}</LinkButton>
        </EmptyState>
      </Part>
      <BarChart
        title="Chart"
        kind="Day"
        series={["one", "two", "three", "four", "five", "six", "seven"]}
        bars={BARS}
        emptyText=""
      />
      <figure className="chart">
        <figcaption>
          <h2>Funnel</h2>
        </figcaption>
        <FunnelBars title="Funnel" steps={STEPS} />
      </figure>
      <Part title="Strip" isWide>
        <Strip label="Strip" cells={CELLS} />
      </Part>
      <Part title="Timeline" isWide>
        <Timeline label="Timeline" steps={TIMELINE} />
      </Part>
      <Part title="Heat" isWide>
        <table aria-label="Agreement">
          <tbody>
            <tr>
              {[0, 1, 2, 3, 4].map((depth) => (
                <td
                  key={depth}
                  style={{ background: colourOf(depth / 4) }}
                >{`${20 * depth} % (n = 40)`}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </Part>
      <Part title="Failed" isWide>
        <FailedState refusal={Refusal.unreachable()} onRetry={() => undefined} />
      </Part>
      <Part title="Loading" isWide>
        <Skeleton />
      </Part>
    </Page>
  );
}

interface PartProps {
  readonly title: string;
  /** Whether it takes the width of the page, as lists do. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

function Part({ title, isWide = false, children }: PartProps) {
  return (
    <section>
      <h2>{title}</h2>
      <div className={isWide ? "" : "filters middle"}>{children}</div>
    </section>
  );
}

function Statuses({ of: names }: { of: Readonly<Record<string, string>> }) {
  return Object.entries(names).map(([status, name]) => (
    <Status key={status} of={status}>
      {name}
    </Status>
  ));
}

function Fields() {
  const texts = useTexts();
  const [text, setText] = useState("Painter");
  const [choice, setChoice] = useState<"BIRTH" | "DEATH" | "MARRIAGE">("BIRTH");
  const [isChecked, setIsChecked] = useState(true);
  const refusal = Refusal.ofForm([{ path: ["wrong"], rule: "required", message: "required" }]);
  const field = { value: text, onChange: setText };
  return (
    <section>
      <h2>Fields</h2>
      <Form onSubmit={() => undefined}>
        <FormErrors refusal={refusal}>
          <div className="grid">
            <TextField label="Plain" {...field} />
            <TextField label="Required" isRequired hint="With a hint" {...field} />
            <TextField label="Wrong" path="wrong" value="" onChange={setText} />
            <Select
              label="Select"
              value={choice}
              onChange={setChoice}
              options={texts.records.kinds}
            />
            <TextField label="Lines" lines={2} {...field} />
            <Checkbox label="Checkbox" isChecked={isChecked} onChange={setIsChecked} />
          </div>
        </FormErrors>
      </Form>
    </section>
  );
}
