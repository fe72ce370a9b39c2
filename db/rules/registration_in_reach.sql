-- What of the evidence of a registration exists for who is limited to organisations (rules C8a and R3).

-- Return the persons and records among some items of evidence that are in reach of these places. Of a person who was
-- merged, both they and whoever stands for them have to be.
create or replace function items_in_reach(items jsonb, places uuid[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(item order by place), '[]')
      from jsonb_array_elements(items) with ordinality each (item, place)
     where record_is_in_reach((item ->> 'record_id')::uuid, places)
        or (person_is_in_reach((item ->> 'id')::uuid, places)
            and person_is_in_reach(standing_person((item ->> 'id')::uuid), places))
$$;

-- Return a couple, or one of two who marry, with the dead whom they may be as far as these are in reach.
create or replace function with_dead_in_reach(item jsonb, places uuid[]) returns jsonb
language sql stable as $$
    select item || jsonb_build_object('dead', items_in_reach(item -> 'dead', places))
$$;

-- Return what `registration_evidence` or `evidence_about` returned, without what is out of reach of these places.
create or replace function evidence_in_reach(evidence jsonb, places uuid[]) returns jsonb
language sql stable as $$
    select evidence || case
               when evidence ? 'spouses' then jsonb_build_object('spouses', (
                   select jsonb_agg(with_dead_in_reach(spouse, places) || jsonb_build_object(
                              'couples', (
                                  select coalesce(jsonb_agg(with_dead_in_reach(couple, places)), '[]')
                                    from jsonb_array_elements(
                                             items_in_reach(spouse -> 'couples', places)) couple))
                                    order by place)
                     from jsonb_array_elements(evidence -> 'spouses')
                          with ordinality each (spouse, place)))
               else jsonb_build_object(
                        'holders', items_in_reach(evidence -> 'holders', places),
                        'deaths', items_in_reach(evidence -> 'deaths', places),
                        'named', items_in_reach(jsonb_build_array(evidence -> 'named'), places) -> 0)
           end
$$;

-- Leave what a record resembles out of reach of who registers or corrects it to those who see it: it stays unsettled,
-- and holds nothing up.
create or replace function defer_duplicates(record uuid, client uuid, acting_user uuid)
returns void language sql as $$
    update potential_duplicates set is_deferred = true
     where vital_event_id = record and not is_settled and not is_deferred
       and not record_exists_for(resembled_id, client, acting_user)
$$;

-- Settle what a record resembles within reach of who says that it is no duplicate (rule C5).
create or replace function settle_duplicates_in_reach(record uuid, client uuid, acting_user uuid)
returns void language sql as $$
    update potential_duplicates set is_settled = true
     where vital_event_id = record and not is_settled
       and record_exists_for(resembled_id, client, acting_user)
$$;
