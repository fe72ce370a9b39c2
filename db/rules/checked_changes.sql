-- What few writes can break is checked where they do. PostgreSQL reads the text of every check constraint of
-- a table for each statement that writes to it: on these it spent a twentieth of an assignment and a
-- fortieth of a declaration (decision 0235).

-- Check how a candidate is settled: one that is PROCESSED says why, and one that a quorum decided says how
-- (rules B10 and B11).
create or replace function candidate_settlement() returns trigger language plpgsql as $$
begin
    if not (new.status in {{candidate_statuses}}
            and (new.status = 'PROCESSED') = (new.reason is not null)
            and (new.reason is null or new.reason in {{processed_reasons}})
            and (new.reason is not distinct from 'QUORUM') = (new.decision is not null)
            and (new.decision is null or new.decision in {{final_statuses}})
            and (new.decided_band is null or new.decided_band = any ({{bands_from_the_highest}})))
    then
        raise exception 'A candidate is not settled like this: %, %, %, %',
            new.status, new.reason, new.decision, new.decided_band
            using errcode = 'check_violation', constraint = 'a_candidate_is_settled_by_the_rules';
    end if;
    return new;
end
$$;

create or replace trigger settled_by_the_rules_on_insert before insert on manual_merge_candidates
    for each row when (
        new.status <> 'NEW' or new.reason is not null or new.decision is not null
        or new.decided_band is not null)
    execute function candidate_settlement();
create or replace trigger settled_by_the_rules_on_update
    before update of status, reason, decision, decided_band on manual_merge_candidates
    for each row execute function candidate_settlement();

-- Check the reasons of a decision: they are of the list, and not too many (rule B8).
create or replace function decision_reasons() returns trigger language plpgsql as $$
begin
    if not (cardinality(new.reasons) <= {{most_reasons}} and new.reasons <@ {{decision_reasons}}) then
        raise exception 'Not all of % are reasons, or they are too many', new.reasons
            using errcode = 'check_violation', constraint = 'reasons_of_a_decision_are_known';
    end if;
    return new;
end
$$;

-- A new request has none yet, unless it is typed by hand.
create or replace trigger reasons_are_known_on_insert before insert on merge_requests
    for each row when (new.reasons <> '{}') execute function decision_reasons();
create or replace trigger reasons_are_known_on_update before update of reasons on merge_requests
    for each row execute function decision_reasons();

-- Check what few records have: how many were born and as which, and a date that is not known to the day,
-- which is a death's and begins with the day that it is filed under (rules C3 and N1).
create or replace function rare_details() returns trigger language plpgsql as $$
begin
    if not ((new.multiple_birth_of is null) = (new.multiple_birth_order is null)
            and new.multiple_birth_of between {{fewest_born}} and {{most_born}}
            and new.multiple_birth_order between 1 and new.multiple_birth_of)
    then
        raise exception '% of % is not possible', new.multiple_birth_order, new.multiple_birth_of
            using errcode = 'check_violation', constraint = 'a_multiple_birth_counts_its_children';
    end if;
    if new.partial_event_date is null then
        return new;
    end if;
    if not (new.kind = 'DEATH' and new.partial_event_date ~ {{year_or_month}}
            and new.event_date = make_date(
                    left(new.partial_event_date, 4)::integer,
                    coalesce(nullif(substr(new.partial_event_date, 6), ''), '1')::integer, 1))
    then
        raise exception 'A % on % is not known as %', new.kind, new.event_date, new.partial_event_date
            using errcode = 'check_violation',
                  constraint = 'a_partial_event_date_begins_with_the_event_date';
    end if;
    return new;
end
$$;

create or replace trigger rare_details_are_right_on_insert before insert on vital_events
    for each row when (
        new.partial_event_date is not null
        or new.multiple_birth_of is not null or new.multiple_birth_order is not null)
    execute function rare_details();
create or replace trigger rare_details_are_right_on_update
    before update of kind, event_date, partial_event_date, multiple_birth_of, multiple_birth_order
    on vital_events for each row execute function rare_details();
