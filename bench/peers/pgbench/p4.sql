with made as (
    insert into plain_records (client_id, details)
    values (:machine, '{"child": {"firstName": "Klomus", "lastName": "Higroak", "birthDate": "2026-02-21", "gender": "MALE"}, "mother": {"firstName": "Chosdramena", "lastName": "Higroak", "birthDate": "1983-02-26"}, "informant": {"relationship": "MOTHER"}, "placeOfBirth": "City hospital 3"}')
    returning id, status),
audited as (
    insert into plain_audit (actor_id, client_id, action, resource, resource_id, changeset)
    select :machine, :machine, 'birth.declared', 'vital_event', id,
           jsonb_build_object('status', status)
      from made),
event as (
    insert into plain_outbox (aggregatetype, aggregateid, type, payload)
    select 'vital_event', id, 'birth.declared', jsonb_build_object('id', id, 'status', status)
      from made)
select id, status from made;
