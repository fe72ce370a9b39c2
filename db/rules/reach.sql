-- Whom and what somebody may see who works for organisations alone (rule R3). `person_reach` has a row for each
-- organisation and each person who is in reach there, by so many organisations at or below it: lists are
-- read from it in its order. It is kept here, whoever writes what it depends on.

-- Return whether a user is a person, or was one whom this record stands for since they were merged.
create or replace function has_user(person uuid) returns boolean language sql stable as $$
    select exists (select from users where person_id = person)
        or exists (select from persons merged join users on users.person_id = merged.id
                    where merged.master_person_id = person)
$$;

-- Return in which organisations persons are in reach, for a reason of their own there. Who has a user decides by
-- an accepted consent; who has none is in reach where they are a member.
create or replace function opened_persons() returns table (organisation_id uuid, person_id uuid)
language sql stable as $$
    select organisation_id, person_id
      from consents
     where status = 'ACCEPTED' and 'VIEW' = any (permissions)
       and has_user(consents.person_id)
    union
    select organisation_id, person_id
      from memberships
     where ended_on is null
       and not has_user(memberships.person_id)
$$;

-- Return whether whoever works in an organisation sees a person once they are removed from it: all that they were
-- in itself has ended then (rule R10), and what is below it shows them.
create or replace function is_seen_once_removed(person uuid, organisation uuid) returns boolean
language sql stable as $$
    select exists (select from opened_persons() opened join organisation_paths path using (organisation_id)
                    where opened.person_id = person and path.ancestor_id = organisation
                      and opened.organisation_id <> organisation)
$$;

-- Keep the reach of persons for whom something changed. Who changes one of them waits for whoever does, and the
-- tree stands still meanwhile: what is read here is what stays.
create or replace function keep_reach(changed uuid[]) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared({{lock_of_organisations}});
    perform from persons where id = any (changed) order by id for no key update;
    delete from person_reach
     where person_id = any (changed)
       and not exists (
           select from opened_persons() opened join organisation_paths path using (organisation_id)
            where opened.person_id = person_reach.person_id
              and path.ancestor_id = person_reach.organisation_id);
    insert into person_reach as kept (organisation_id, person_id, reasons)
    select ancestor_id, opened.person_id, count(*)
      from opened_persons() opened join organisation_paths using (organisation_id)
     where opened.person_id = any (changed)
     group by ancestor_id, opened.person_id
        on conflict (organisation_id, person_id) do update set reasons = excluded.reasons
     where kept.reasons <> excluded.reasons;
end
$$;

create or replace function reach_follows() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform keep_reach(array(select distinct person_id from arrived where person_id is not null));
    elsif tg_op = 'DELETE' then
        perform keep_reach(array(select distinct person_id from gone where person_id is not null));
    else
        perform keep_reach(array(select person_id from arrived where person_id is not null
                                 union select person_id from gone where person_id is not null));
    end if;
    return null;
end
$$;

create or replace trigger reach_follows_insert after insert on memberships
    referencing new table as arrived for each statement execute function reach_follows();
create or replace trigger reach_follows_update after update on memberships
    referencing old table as gone new table as arrived
    for each statement execute function reach_follows();
create or replace trigger reach_follows_delete after delete on memberships
    referencing old table as gone for each statement execute function reach_follows();
create or replace trigger reach_follows_insert after insert on consents
    referencing new table as arrived for each statement execute function reach_follows();
create or replace trigger reach_follows_update after update on consents
    referencing old table as gone new table as arrived
    for each statement execute function reach_follows();
create or replace trigger reach_follows_delete after delete on consents
    referencing old table as gone for each statement execute function reach_follows();

-- A user who is linked to a person decides for them from then on, and no more once the link is taken away.
create or replace function reach_follows_user() returns trigger language plpgsql as $$
declare
    linked constant uuid[] := array_remove(
        array[case when tg_op <> 'INSERT' then old.person_id end,
              case when tg_op <> 'DELETE' then new.person_id end], null);
begin
    perform keep_reach(linked || array(
        select master_person_id from persons
         where id = any (linked) and master_person_id is not null));
    return null;
end
$$;

create or replace trigger reach_follows_insert after insert on users
    for each row when (new.person_id is not null) execute function reach_follows_user();
create or replace trigger reach_follows_update after update of person_id on users
    for each row when (new.person_id is distinct from old.person_id)
    execute function reach_follows_user();
create or replace trigger reach_follows_delete after delete on users
    for each row when (old.person_id is not null) execute function reach_follows_user();

-- Whether somebody has a user depends on whom they stand for.
create or replace function reach_follows_merge() returns trigger language plpgsql as $$
begin
    perform keep_reach(array_remove(
        array[new.id, old.master_person_id, new.master_person_id], null));
    return null;
end
$$;

create or replace trigger reach_follows_merge after update of master_person_id on persons
    for each row when (new.master_person_id is distinct from old.master_person_id)
    execute function reach_follows_merge();

-- Where an organisation moves, all who are in reach at or below it are so for those above it now, and no more for
-- those who were. Whoever moves it holds the tree alone, so that nobody's reach changes meanwhile.
create or replace function reach_leaves_with_paths() returns trigger language plpgsql as $$
begin
    with lost as (
        select gone.ancestor_id, opened.person_id, count(*) as reasons
          from gone join opened_persons() opened using (organisation_id)
         group by 1, 2),
    less as (
        update person_reach set reasons = person_reach.reasons - lost.reasons
          from lost
         where person_reach.organisation_id = lost.ancestor_id
           and person_reach.person_id = lost.person_id
           and person_reach.reasons > lost.reasons)
    delete from person_reach using lost
     where person_reach.organisation_id = lost.ancestor_id
       and person_reach.person_id = lost.person_id and person_reach.reasons <= lost.reasons;
    return null;
end
$$;

create or replace function reach_comes_with_paths() returns trigger language plpgsql as $$
begin
    insert into person_reach as kept (organisation_id, person_id, reasons)
    select arrived.ancestor_id, opened.person_id, count(*)
      from arrived join opened_persons() opened using (organisation_id)
     group by 1, 2
        on conflict (organisation_id, person_id) do update
       set reasons = kept.reasons + excluded.reasons;
    return null;
end
$$;

create or replace trigger reach_leaves_with_paths after delete on organisation_paths
    referencing old table as gone for each statement execute function reach_leaves_with_paths();
create or replace trigger reach_comes_with_paths after insert on organisation_paths
    referencing new table as arrived for each statement execute function reach_comes_with_paths();

-- Return the organisations in which a user holds one of these roles by a limited grant, or to which a machine is
-- bound; nobody else has any.
create or replace function limited_places(client uuid, acting_user uuid, roles text[]) returns uuid[]
language sql stable as $$
    select case when acting_user is null
        then array(select organisation_id from clients
                    where id = client and organisation_id is not null)
        else array(select organisation_id from live_grants
                    where user_id = acting_user and client_id = client and role = any (roles)
                      and organisation_id is not null) end
$$;

-- Return whether a person is in reach of one of these places; null is everywhere.
create or replace function person_is_in_reach(person uuid, places uuid[]) returns boolean
language sql stable as $$
    select places is null
        or exists (select from person_reach
                    where person_id = person and organisation_id = any (places))
$$;

-- Return whether a record was declared at or below one of these places; null is everywhere.
create or replace function record_is_in_reach(record uuid, places uuid[]) returns boolean
language sql stable as $$
    select places is null
        or exists (select from vital_events join organisation_paths using (organisation_id)
                    where vital_events.id = record and ancestor_id = any (places))
$$;

-- Return whether a record exists for who is limited: where they are REGISTRAR; to a machine its own anywhere.
create or replace function record_exists_for(record uuid, client uuid, acting_user uuid)
returns boolean language sql stable as $$
    select record_is_in_reach(record, limited_places(client, acting_user, '{REGISTRAR}'))
        or acting_user is null and exists (select from vital_events
                                            where id = record and declared_by_client_id = client)
$$;

-- Return whether a record resembles one that exists for who is limited, which is not settled (rule C5).
create or replace function resembles_in_reach(record uuid, client uuid, acting_user uuid)
returns boolean language sql stable as $$
    select exists (select from potential_duplicates
                    where vital_event_id = record and not is_settled
                      and record_exists_for(resembled_id, client, acting_user))
$$;

-- Return whether whoever works at or below these places, null for everywhere, may be given what concerns a
-- person, a record, an organisation, or a consent or membership; for other nouns, and for what is not there, false. A
-- withdrawn consent is given too: who followed it must learn that it is over.
create or replace function may_be_given(noun text, subject uuid, places uuid[]) returns boolean
language sql stable as $$
    select places is null or coalesce(case noun
        when 'person' then person_is_in_reach(subject, places)
        when 'vital_event' then record_is_in_reach(subject, places)
        when 'organisation' then is_at_or_below(subject, places)
        when 'consent' then (select is_at_or_below(organisation_id, places)
                               from consents where id = subject)
        when 'membership' then (select is_at_or_below(organisation_id, places)
                                  from memberships where id = subject)
    end, false)
$$;
