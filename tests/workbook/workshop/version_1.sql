pragma user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE events (
    id integer primary key, at text not null, seat text not null, kind text not null, data text not null,
    key text not null, unique (seat, key)
) strict;
INSERT INTO "events" VALUES(1,'2026-09-21T10:00:00Z','server','open','{"title": "Acme", "period": "2026Q3", "items": [{"opportunity": "I1", "title": "Idea I1", "facts": []}, {"opportunity": "I2", "title": "Idea I2", "facts": []}], "criteria": [{"name": "potential", "low": 1, "high": 10, "keys": true, "labels": {"en": "potential", "nl": "potential"}, "levels": {"en": {}}}, {"name": "importance", "low": 1, "high": 10, "keys": true, "labels": {"en": "importance", "nl": "importance"}, "levels": {"en": {}}}, {"name": "ease", "low": 1, "high": 10, "keys": true, "labels": {"en": "ease", "nl": "ease"}, "levels": {"en": {}}}], "scale": [1, 10], "currency": "EUR", "quorum": 50, "rounds": 2}','open');
INSERT INTO "events" VALUES(2,'2026-09-21T10:00:00Z','server','page','{"digest": "b51f27e0d0ce329cb0891f07f56af4c6fbfcf86e94c2a5354a482474d13a1963", "page": "facilitator"}','b51f27e0d0ce329cb0891f07f56af4c6fbfcf86e94c2a5354a482474d13a1963');
INSERT INTO "events" VALUES(3,'2026-09-21T10:00:00Z','S01','seat','{"seat": "S01", "role": "IT", "observer": false, "digest": "efac8f58c4b8154692f9d79c982b1105bbac7661885f722550131b0265f57b70"}','efac8f58c4b8154692f9d79c982b1105bbac7661885f722550131b0265f57b70');
INSERT INTO "events" VALUES(4,'2026-09-21T10:00:00Z','S02','seat','{"seat": "S02", "role": "IT", "observer": false, "digest": "d500e3e172a37c399c8274ed6c8cff82cb03f223da3ca61fc8df20d2bb7b495e"}','d500e3e172a37c399c8274ed6c8cff82cb03f223da3ca61fc8df20d2bb7b495e');
INSERT INTO "events" VALUES(5,'2026-09-21T10:00:00Z','facilitator','round','{"asked": ["I1", "I2"]}','1');
INSERT INTO "events" VALUES(6,'2026-09-21T10:00:00Z','S01','score','{"round": 1, "opportunity": "I1", "criterion": "potential", "score": 3}','2');
INSERT INTO "events" VALUES(7,'2026-09-21T10:00:00Z','S01','score','{"round": 1, "opportunity": "I1", "criterion": "importance", "score": 3}','3');
INSERT INTO "events" VALUES(8,'2026-09-21T10:00:00Z','S01','score','{"round": 1, "opportunity": "I1", "criterion": "ease", "score": 3}','4');
INSERT INTO "events" VALUES(9,'2026-09-21T10:00:00Z','S02','score','{"round": 1, "opportunity": "I1", "criterion": "potential", "score": 9}','5');
INSERT INTO "events" VALUES(10,'2026-09-21T10:00:00Z','S02','score','{"round": 1, "opportunity": "I1", "criterion": "importance", "score": 9}','6');
INSERT INTO "events" VALUES(11,'2026-09-21T10:00:00Z','S02','score','{"round": 1, "opportunity": "I1", "criterion": "ease", "score": 9}','7');
INSERT INTO "events" VALUES(12,'2026-09-21T10:00:00Z','S01','remark','{"round": 1, "opportunity": "I1", "remark": "Too late"}','8');
INSERT INTO "events" VALUES(13,'2026-09-21T10:00:00Z','facilitator','reveal','{"round": 1}','9');
INSERT INTO "events" VALUES(14,'2026-09-21T10:00:00Z','facilitator','round','{"asked": ["I1"]}','10');
CREATE TABLE names (seat text primary key, name text not null) strict;
INSERT INTO "names" VALUES('S01','Ann');
INSERT INTO "names" VALUES('S02','Bob');
COMMIT;
