-- How persons are anonymised (rule T3): what is known of them goes for good, former versions and snapshots too. Their
-- row stays where a merge, a pair or a vital event names it, and says nothing.

-- An anonymised person stays so, whoever writes: a record that is corrected later tells nothing of them any more.
create or replace function anonymised_says_nothing() returns trigger language plpgsql as $$
begin
    new.status := 'ANONYMISED';
    new.first_name := null;
    new.last_name := null;
    new.second_name := null;
    new.birth_date := null;
    new.partial_birth_date := null;
    new.death_date := null;
    new.partial_death_date := null;
    new.gender := 'UNKNOWN';
    new.tax_id := null;
    new.national_id := null;
    new.email := null;
    new.source := null;
    new.external_id := null;
    return new;
end
$$;

create or replace trigger anonymised_says_nothing before update on persons
    for each row when (old.status = 'ANONYMISED' or new.status = 'ANONYMISED')
    execute function anonymised_says_nothing();

-- Return whether a merge, a pair or a vital event names a person.
create or replace function is_named_on_record(person uuid) returns boolean language sql stable as $$
    select exists (select from vital_events where person_id = person)
        or exists (select from merge_candidates where person_id = person)
        or exists (select from merge_candidates where master_person_id = person)
        or exists (select from merged_pairs where person_id = person)
        or exists (select from merged_pairs where master_person_id = person)
        or exists (select from persons other where other.master_person_id = person)
$$;

-- Settle the pairs of persons that are open: nothing is left to be compared. What reviewers wrote about any of their
-- pairs goes. Returns how many were settled.
create or replace function settle_erased_pairs(gone uuid[]) returns integer language plpgsql as $$
declare
    pairs constant uuid[] := array(
        select id from merge_candidates where person_id = any (gone)
         union select id from merge_candidates where master_person_id = any (gone));
    held constant uuid[] := array(
        select id from manual_merge_candidates
         where merge_candidate_id = any (pairs) and status = 'NEW' order by id for update);
begin
    update manual_merge_candidates
       set status = 'PROCESSED', decision = null, reason = 'ERASED', assignee_id = null
     where id = any (held);
    perform from merge_requests request
       join manual_merge_candidates review on review.id = request.manual_merge_candidate_id
      where review.merge_candidate_id = any (pairs) order by request.id for update of request;
    update merge_requests set superseded_at = now()
     where manual_merge_candidate_id = any (held) and superseded_at is null
       and status in {{open_statuses}};
    update merge_requests request set comment = null
      from manual_merge_candidates review
     where review.id = request.manual_merge_candidate_id
       and review.merge_candidate_id = any (pairs) and request.comment is not null;
    return cardinality(held);
end
$$;

-- Take away what is kept about persons beside their records: what merges changed of them, so that these cannot be taken
-- back any more, why somebody wanted that, what went when they were removed from an organisation, deaths of before a merge.
create or replace function forget_history(gone uuid[]) returns void language plpgsql as $$
declare
    merges constant uuid[] := array(
        select id from merged_pairs where person_id = any (gone)
         union select id from merged_pairs where master_person_id = any (gone));
begin
    delete from merge_effects where merged_pair_id = any (merges);
    update merged_pairs set person_version = null, master_version = null where id = any (merges);
    update unmerge_proposals
       set reason = {{erased_text}},
           settlement_reason = case when settlement_reason is not null then {{erased_text}} end
     where merged_pair_id = any (merges);
    update unmerge_requests
       set reason = {{erased_text}},
           decline_reason = case when decline_reason is not null then {{erased_text}} end
     where merged_pair_id = any (merges);
    delete from deletions
     where kind = 'MEMBER' and deleted_id = any (gone)
        or kind = 'USER' and snapshot -> 'user' ->> 'person_id' = any (gone::text[]);
    delete from own_deaths where person_id = any (gone);
    delete from shared_deaths where person_id = any (gone);
end
$$;

-- Anonymise persons, who are locked, and who include all for whom the same record stands. Returns those whose row is
-- gone. Nobody else is notified of what they were: the event has the id alone.
create or replace function anonymise_persons(persons_gone uuid[]) returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    person uuid;
    number integer;
    rows_gone uuid[] := '{}';
begin
    perform settle_erased_pairs(persons_gone);
    perform end_ties(it) from unnest(persons_gone) it;
    perform keep_figures_of(persons_gone);
    update users set person_id = null where person_id = any (persons_gone);
    update involvements set person_id = null where person_id = any (persons_gone);
    perform forget_history(persons_gone);
    delete from person_documents where person_id = any (persons_gone);
    delete from person_phones where person_id = any (persons_gone);
    delete from person_addresses where person_id = any (persons_gone);
    update persons set status = 'ANONYMISED' where id = any (persons_gone) and status <> 'ANONYMISED';
    delete from source_records where identity_id in (
        select id from source_identities where person_id = any (persons_gone));
    delete from source_identities where person_id = any (persons_gone);
    delete from person_keys where person_id = any (persons_gone);
    delete from due_matches where person_id = any (persons_gone);
    foreach person in array persons_gone loop
        select version into number from persons where id = person;
        perform set_config('selfsame.person_going', person::text, true);
        perform write_event('person', person, 'person.anonymised', jsonb_build_object(
            'id', global_id('Person', person), 'databaseId', person, 'status', 'ANONYMISED', 'version', number));
        if is_named_on_record(person) then
            delete from person_versions where person_id = person and version < number;
        else
            delete from consents where person_id = person;
            delete from memberships where person_id = person;
            delete from person_editors where person_id = person;
            delete from person_versions where person_id = person;
            delete from persons where id = person;
            rows_gone := rows_gone || person;
        end if;
    end loop;
    perform set_config('selfsame.person_going', '', true);
    return rows_gone;
end
$$;

-- Write down that something was erased: a line that names nobody, under its known id where it is erased again.
create or replace function keep_erasure(
    known uuid, what text, subject uuid, counted jsonb, why text
) returns uuid language sql as $$
    insert into erasures (id, kind, erased_id, counts, reason, actor_id, client_id, correlation_id)
    values (coalesce(known, uuidv7()), what, subject, counted, why,
            nullif(current_setting('selfsame.actor_id', true), '')::uuid,
            nullif(current_setting('selfsame.client_id', true), '')::uuid,
            current_setting('selfsame.correlation_id')::uuid)
    returning id
$$;

revoke execute on function anonymise_persons from public;
grant execute on function anonymise_persons to selfsame_app;
