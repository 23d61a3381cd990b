"""What the partners example says: settings and hand-written tables, all illustrative. No code but names."""

SETTINGS = """\
# Demo Marketplace: a marketplace and the partners that sell on it.
# Everything here is generated. What is true of it is known, so you can see what the method finds back.

client: Demo Marketplace
language: en          # language of the report: en or nl
currency: EUR
market: marketplace   # b2c, b2b, marketplace or classifieds
terms: {customer: {en: [partner, partners], nl: [de partner, partners]}}   # one customer, and several

# Tables (or the attribute `profile`) that are made up; every exhibit that uses them says so.
illustrative:
  [customers, transactions, touchpoints, service, answers, journey, insights, processes, opportunities, capacity,
   programmes, readiness, scores, profile]

# Where each table comes from, printed under the exhibits.
sources:
  customers:
    en: generated, 1,200 selling partners in the Netherlands and Belgium
    nl: gegenereerd, 1.200 verkooppartners in Nederland en België
  profile: {en: generated profiles, nl: gegenereerde profielen}
  transactions:
    en: generated, one row per partner per day with sales, 2016-2017
    nl: gegenereerd, één rij per partner per dag met verkoop, 2016-2017
  touchpoints:
    en: generated, messages and service contacts, 2016-2017
    nl: gegenereerd, berichten en servicecontacten, 2016-2017
  service:
    en: generated, cases within each norm per partner per quarter, 2016-2017
    nl: gegenereerd, gevallen binnen elke norm per partner per kwartaal, 2016-2017
  answers: {en: "generated survey, four waves in 2017", nl: "gegenereerde enquête, vier metingen in 2017"}
  journey: {en: illustrative journey map, nl: illustratieve klantreis}
  insights: {en: "illustrative workshops, calls and feedback", nl: "illustratieve workshops, gesprekken en feedback"}
  processes: {en: illustrative process descriptions, nl: illustratieve procesbeschrijvingen}
  opportunities: {en: illustrative backlog, nl: illustratieve lijst van kansen}
  capacity: {en: illustrative team capacity and budget, nl: illustratieve capaciteit en budget}
  programmes: {en: illustrative contact programmes, nl: illustratieve contactprogramma's}
  readiness: {en: illustrative maturity check, nl: illustratieve volwassenheidscheck}
  scores: {en: "illustrative panel of twelve experts, in rounds", nl: "illustratief panel van twaalf experts, in rondes"}

nps_scale: 0-10       # promoters 9-10, detractors 0-6
minimum_group: 10     # smaller groups show their size, not their measure
window_days: 91       # how far back `orders` counts
seed: 2017

# Five stages. An interval runs from at_least up to, not including, below; all at the period's end:
#   age_days      days since the first sale
#   recency_days  days since the last sale
#   orders        days with sales in the last window_days
stages:
  - name: new
    label: {en: New, nl: Nieuw}
    objective: {en: Ten products online in the first month, nl: Tien artikelen online in de eerste maand}
    rules: {age_days: {below: 91}}
  - name: loyal
    label: {en: Loyal, nl: Trouw}
    objective: {en: Widen the range and keep quality high, nl: Breder assortiment en blijvend hoge kwaliteit}
    rules: {age_days: {at_least: 91}, recency_days: {below: 42}, orders: {at_least: 15}}
  - name: occasional
    label: {en: Occasional, nl: Af en toe}
    objective: {en: Sales in every week, nl: Elke week verkoop}
    rules: {age_days: {at_least: 91}, recency_days: {below: 42}, orders: {below: 15}}
  - name: slipping
    label: {en: Slipping away, nl: Wegzakkend}
    objective: {en: Find out what stands in the way, nl: Achterhalen wat in de weg zit}
    rules: {age_days: {at_least: 91}, recency_days: {at_least: 42, below: 91}}
  - name: lapsed
    label: {en: Lapsed, nl: Gestopt}
    objective: {en: Return or part on good terms, nl: Terugkeren of goed uit elkaar gaan}
    left: true
    rules: {age_days: {at_least: 91}, recency_days: {at_least: 91}}

contact: {limit: 3, window_days: 14}     # at most 3 messages to one partner in two weeks
plan: {quarters: 4, discount: 0.02}      # a quarter's delay costs 2 % of the value

# Service norms for partners: a least share of the cases within it, or a most share outside it.
norms:
  - name: on-time
    label: {en: Sent on time, nl: Op tijd verzonden}
    at_least: 0.95
    minimum: 20
  - name: cancellations
    label: {en: Orders cancelled, nl: Bestellingen geannuleerd}
    at_most: 0.03
    minimum: 20
  - name: replies
    label: {en: Reply within 24 hours, nl: Antwoord binnen 24 uur}
    at_least: 0.9
  - name: returns
    label: {en: Returns handled within a week, nl: Retouren binnen een week verwerkt}
    at_least: 0.9
strikes: {expires_after: 2, limit: 3}    # two kept quarters in a row, and the strikes on a norm are gone
"""

JOURNEY = (
    """
touchpoint      | journey  | parent  | phase   | channel | owner
Sign-up         | Selling  |         | join    | web     | Acquisition
Onboarding      | Selling  |         | join    | webinar | Partner growth
Content upload  | Selling  |         | list    | portal  | Content
Quality score   | Selling  |         | sell    | portal  | Quality
Advertising     | Selling  |         | sell    | portal  | Advertising
Returns         | Selling  |         | deliver | portal  | Logistics
Payout          | Selling  |         | deliver | portal  | Finance
Partner service | Selling  |         | grow    | phone   | Partner service
Newsletter      | Messages | Selling | grow    | e-mail  | Partner growth
Training        | Messages | Selling | grow    | webinar | Partner growth
Quality warning | Messages | Selling | sell    | e-mail  | Quality
""",
    """
touchpoint      | activity                      | customer_goal
Sign-up         | Registers the company         | Start selling this week
Onboarding      | Follows the first steps       | Make no beginner's mistakes
Content upload  | Uploads texts and photos      | Every product online and found
Quality score   | Checks the norms              | Know what counts and why
Advertising     | Buys visibility               | Sell more than it costs
Returns         | Announces and handles returns | Lose no product and no margin
Payout          | Reconciles the statement      | Be paid in full, on time
Partner service | Asks for help                 | An answer in my own language
Newsletter      | Reads what is new             | Miss no change in the rules
Training        | Attends a webinar             | Grow without an agency
Quality warning | Reads what went wrong         | Put it right before it costs
""",
    """
touchpoint      | company_goal                    | need
Sign-up         | Sound partners only             | One form, one check
Onboarding      | First sale within two weeks     | Someone who looks along
Content upload  | A complete catalogue            | An error I can understand
Quality score   | Happy consumers                 | The same rules for large and small
Advertising     | Advertising income              | Results per product
Returns         | Consumers who dare to buy       | Announce a return in one step
Payout          | No disputes                     | A statement that adds up
Partner service | Problems solved at the source   | One person who knows my case
Newsletter      | Partners who know the rules     | Only what concerns my range
Training        | Partners who grow by themselves | Lessons at my level
Quality warning | Norms met                       | A fair chance to recover
""",
    """
touchpoint      | channel_objective
Sign-up         | Complete applications at first attempt
Onboarding      | First sale, not attendance
Content upload  | Products online within a day
Quality score   | Partners above the norm
Advertising     | Profitable sales of partners
Returns         | Returns handled without a call
Payout          | Statements without a question
Partner service | Solved at first contact
Newsletter      | Rule changes known in time
Training        | Partners that move to a better stage
Quality warning | Recovery within four weeks
""",
)

# The survey's truth. level: mean satisfaction; driver: NPS points per satisfaction point.
SURVEY = """
touchpoint      | level | driver | importance | stressed_by
Sign-up         | 4.0   | 0.00   | 2.6        | Starter
Onboarding      | 3.6   | 0.15   | 3.2        | Starter
Content upload  | 3.1   | 0.50   | 3.9        | Brand builder
Quality score   | 3.4   | 0.20   | 3.5        | Range seller
Advertising     | 3.5   | 0.10   | 2.9        | Brand builder
Returns         | 2.6   | 0.60   | 4.2        | Range seller
Payout          | 4.0   | 0.10   | 3.8        | Clearance seller
Partner service | 3.6   | 0.45   | 3.7        | Local shop
"""

# In satisfaction points per standard deviation of the behaviour within the wave.
EFFECTS = """
behaviour | touchpoint      | effect
problems  | Returns         | -0.40
warnings  | Quality score   | -0.40
calls     | Partner service | -0.25
belgian   | Partner service | -0.18
"""

# Share of each profile, given the experience; given that, a profile has nothing to do with the segment.
PROFILES = """
ecommerce_experience | Brand builder | Range seller | Starter | Clearance seller | Local shop
none                 | 0.12          | 0.13         | 0.40    | 0.12             | 0.23
some                 | 0.24          | 0.26         | 0.14    | 0.16             | 0.20
much                 | 0.33          | 0.34         | 0.03    | 0.18             | 0.12
"""

COMMENTS = """
touchpoint      | tone | comment
Sign-up         | good | Registered within ten minutes
Sign-up         | good | Clear what was asked of me
Sign-up         | bad  | My company papers were refused twice
Sign-up         | bad  | Waited two weeks for approval
Onboarding      | good | The first steps were explained well
Onboarding      | good | Nice that someone called in week one
Onboarding      | bad  | Long webinar, little for beginners
Onboarding      | bad  | Nobody told me about delivery norms
Content upload  | good | Uploading in bulk works fine now
Content upload  | good | Photos are online within the hour
Content upload  | bad  | Upload fails and the error says nothing
Content upload  | bad  | My texts were replaced by those of another seller
Content upload  | bad  | Two days to get one brand approved
Quality score   | good | I can see at once where I stand
Quality score   | good | Warning was withdrawn when I put it right
Quality score   | bad  | Warned because the carrier was late
Quality score   | bad  | Large sellers seem to get away with more
Advertising     | good | Advertising pays for itself
Advertising     | good | Easy to start a campaign
Advertising     | bad  | No idea which product the clicks went to
Advertising     | bad  | Costs went up, sales did not
Returns         | good | Returns are credited quickly
Returns         | good | Return labels are simple now
Returns         | bad  | Announcing a return takes six screens
Returns         | bad  | Returned goods used and still refunded
Returns         | bad  | Return never arrived, and I pay
Payout          | good | Money is always there on time
Payout          | good | Statement is clear to my bookkeeper
Payout          | bad  | Statement does not match my orders
Payout          | bad  | Fees are spread over three documents
Partner service | good | Called back within the hour
Partner service | good | Same contact person every time
Partner service | bad  | Every call another answer
Partner service | bad  | No help with Belgian VAT
Partner service | bad  | Nobody who speaks French
"""

INSIGHTS = (
    """
insight | source           | touchpoint      | profile
I01     | Workshop 2017-06 | Returns         | Range seller
I02     | Survey comments  | Returns         |
I03     | Call log 2017    | Returns         |
I04     | Workshop 2017-06 | Content upload  | Brand builder
I05     | Survey comments  | Content upload  |
I06     | Interviews 2017  | Quality score   | Range seller
I07     | Workshop 2017-06 | Onboarding      | Starter
I08     | Interviews 2017  | Advertising     | Brand builder
I09     | Workshop 2017-09 | Partner service | Local shop
I10     | Workshop 2017-09 | Partner service |
I11     | Call log 2017    | Payout          |
I12     | Interviews 2017  | Training        | Starter
I13     | Interviews 2017  | Content upload  | Clearance seller
I14     | Partner vote     | Quality score   |
""",
    """
insight | text                                              | evidence
I01     | Announcing a return takes six screens             | 5 of 6 tables
I02     | Pays for returned goods that cannot be sold again | 48 comments, four waves
I03     | One call in four is about a return                | 2,100 of 8,300 calls
I04     | Brand content is overwritten by other sellers     | 4 of 6 tables
I05     | Upload errors cannot be understood                | 39 comments, four waves
I06     | Is warned for delays of the carrier               | 7 of 20 interviews
I07     | Learns about the norms from the first warning     | 3 of 6 tables
I08     | Cannot see what advertising brings per product    | 6 of 20 interviews
I09     | Tells the story again at every call               | 3 of 5 tables
I10     | Belgian partners find no one for VAT and French   | 2 of 5 tables, 9 partners
I11     | Fees are spread over three documents              | 640 of 8,300 calls
I12     | Takes on advertising before the range is in order | 5 of 20 interviews
I13     | Lists the same lot again and again                | 4 of 20 interviews
I14     | Wants warnings to expire after good behaviour     | 311 of 420 votes
""",
    """
insight | job                 | need                         | pain
I01     | Handle a return     | One step                     | Time lost
I02     | Protect my margin   | A fair check of returns      | Loss
I03     | Handle a return     | Status without a call        | Waiting
I04     | Build my brand      | My own words and photos      | Loss of control
I05     | Get products online | An error I can solve         | Guessing
I06     | Keep a good name    | Blame where it belongs       | Unfairness
I07     | Start well          | Norms before the first order | A bad start
I08     | Build my brand      | Results per product          | Blind spending
I09     | Get help            | One contact person           | Repeating myself
I10     | Get help            | Help in French, help on VAT  | Being forgotten
I11     | Keep the books      | One statement                | Puzzling
I12     | Grow step by step   | Lessons in the right order   | Money wasted
I13     | Clear a stock lot   | Listing in bulk              | Repetition
I14     | Keep a good name    | A way back                   | Discouragement
""",
)

PROCESSES = (
    """
step                      | process | role     | minutes | per_month | customer_value
Announce the return       | Returns | Partner  | 9       | 5200      | 2
Approve the return        | Returns | Service  | 3       | 5200      | 1
Judge a disputed return   | Returns | Service  | 18      | 310       | 5
Credit the amount         | Returns | Finance  | 2       | 5200      | 4
Check the upload          | Content | Content  | 4       | 9000      | 3
Explain an upload error   | Content | Service  | 11      | 720       | 2
Approve a brand           | Content | Content  | 35      | 140       |
Check the company papers  | Sign-up | Risk     | 22      | 90        | 3
Second check of papers    | Sign-up | Risk     | 15      | 90        | 1
Send the warning          | Quality | Quality  | 2       | 640       | 2
Judge an objection        | Quality | Quality  | 25      | 120       | 5
Call a partner that slips | Growth  | Accounts | 20      | 60        | 5
Write the monthly report  | Growth  | Accounts | 45      | 70        |
Merge fee documents       | Finance | Finance  | 6       | 1100      | 1
""",
    """
step                      | variants | performers | rule_based | error_rate | tool        | verdict
Announce the return       | 4        | 900        | yes        | 0.14       | portal      | simplify
Approve the return        | 1        | 30         | yes        | 0.01       | portal      | eliminate
Judge a disputed return   | 3        | 12         | no         | 0.08       | e-mail      | keep
Credit the amount         | 1        | 5          | yes        | 0.02       | ledger      | automate
Check the upload          | 5        | 14         | yes        | 0.09       | spreadsheet | standardise
Explain an upload error   |          | 30         | no         | 0.12       | phone       | automate
Approve a brand           |          |            | no         | 0.06       | e-mail      | automate
Check the company papers  | 2        | 6          | yes        | 0.05       | e-mail      | automate
Second check of papers    | 1        | 2          | yes        | 0.00       | e-mail      | eliminate
Send the warning          | 1        | 4          | yes        | 0.03       | e-mail      | automate
Judge an objection        | 2        | 4          | no         | 0.07       | e-mail      | keep
Call a partner that slips | 3        | 8          | no         | 0.02       | phone       | keep
Write the monthly report  | 8        | 8          | yes        | 0.10       | spreadsheet | automate
Merge fee documents       | 3        | 5          | yes        | 0.04       | spreadsheet | standardise
""",
)

# Days for the whole opportunity; extra and protected business in money a year.
OPPORTUNITIES = (
    """
opportunity | title                                   | touchpoint      | profile
P01         | Announce a return in one step           | Returns         | Range seller
P02         | Fair check of returned goods            | Returns         |
P03         | Return status in the portal             | Returns         |
P04         | Upload errors in plain words            | Content upload  |
P05         | Brand content under own control         | Content upload  | Brand builder
P06         | Bulk listing from a stock list          | Content upload  | Clearance seller
P07         | Warnings that expire                    | Quality score   |
P08         | Carrier delays do not count             | Quality score   | Range seller
P09         | Norms before the first order            | Onboarding      | Starter
P10         | Advertising results per product         | Advertising     | Brand builder
P11         | One contact person per partner          | Partner service | Local shop
P12         | Help in French and on VAT for Belgium   | Partner service |
P13         | One statement for all fees              | Payout          |
P14         | Training at the partner's level         | Training        | Starter
P15         | Trader information by the consumer rule | Sign-up         |
P16         | Replace the old order system            | Payout          |
""",
    """
opportunity | kind   | status  | cost   | quarters | requires | excludes | must_do | insights
P01         | change | new     | 45000  | 2        |          |          | no      | I01;I03
P02         | change | new     | 28000  | 2        |          |          | no      | I02
P03         | change | new     | 22000  | 1        | P01      |          | no      | I03
P04         | change | running | 20000  | 1        |          |          | no      | I05
P05         | change | new     | 52000  | 2        | P04      |          | no      | I04
P06         | change | new     | 40000  | 2        | P04      |          | no      | I13
P07         | change | new     | 9000   | 1        |          | P08      | no      | I14
P08         | change | new     | 30000  | 2        |          | P07      | no      | I06
P09         | change | new     | 12000  | 1        |          |          | no      | I07
P10         | change | new     | 60000  | 3        |          |          | no      | I08
P11         | change | new     | 35000  | 2        |          |          | no      | I09
P12         | change | new     | 18000  | 1        |          |          | no      | I10
P13         | change | new     | 33000  | 2        |          |          | no      | I11
P14         | change | new     | 15000  | 1        |          |          | no      | I12
P15         | run    | new     | 25000  | 1        |          |          | yes     |
P16         | run    | new     | 120000 | 3        |          |          | no      | I11
""",
    """
opportunity | team            | days_it | days_marketing | days_operations | days_service
P01         | Logistics       | 70      | 5              | 20              | 10
P02         | Logistics       | 15      | 0              | 50              | 20
P03         | Logistics       | 35      | 4              | 4               | 6
P04         | Content         | 35      | 5              | 6               | 8
P05         | Content         | 60      | 18             | 15              | 4
P06         | Content         | 55      | 4              | 10              | 4
P07         | Quality         | 8       | 4              | 12              | 6
P08         | Quality         | 30      | 0              | 25              | 5
P09         | Partner growth  | 10      | 20             | 2               | 8
P10         | Advertising     | 80      | 25             | 0               | 4
P11         | Partner service | 20      | 2              | 5               | 60
P12         | Partner service | 4       | 10             | 2               | 35
P13         | Finance         | 45      | 2              | 12              | 4
P14         | Partner growth  | 6       | 20             | 0               | 12
P15         | Acquisition     | 30      | 4              | 15              | 4
P16         | Finance         | 420     | 0              | 40              | 10
""",
    """
opportunity | extra_low | extra_likely | extra_high | protected_low | protected_likely | protected_high
P01         | 20000     | 50000        | 80000      | 40000         | 90000            | 150000
P02         | 5000      | 15000        | 30000      | 25000         | 60000            | 100000
P03         | 2000      | 8000         | 16000      | 15000         | 35000            | 60000
P04         | 20000     | 45000        | 75000      | 15000         | 35000            | 60000
P05         | 25000     | 60000        | 110000     | 10000         | 30000            | 60000
P06         | 10000     | 30000        | 55000      | 2000          | 8000             | 18000
P07         | 0         | 4000         | 10000      | 8000          | 22000            | 40000
P08         | 0         | 6000         | 15000      | 8000          | 24000            | 45000
P09         | 8000      | 20000        | 36000      | 5000          | 15000            | 28000
P10         | 15000     | 50000        | 110000     | 0             | 8000             | 20000
P11         | 5000      | 20000        | 40000      | 20000         | 55000            | 95000
P12         | 4000      | 12000        | 22000      | 6000          | 18000            | 32000
P13         | 0         | 3000         | 8000       | 5000          | 14000            | 28000
P14         | 15000     | 38000        | 65000      | 5000          | 16000            | 30000
P15         | 0         | 0            | 0          | 0             | 15000            | 80000
P16         | 0         | 10000        | 40000      | 10000         | 45000            | 120000
""",
)

# What the experts' scores lie around, 1 to 10.
JUDGED = """
opportunity | potential | importance | ease
P01         | 9.5       | 9.5        | 6.5
P02         | 7         | 8          | 4.5
P03         | 6         | 7          | 7
P04         | 8         | 8          | 7.5
P05         | 7.5       | 7          | 4
P06         | 5         | 4.5        | 4.5
P07         | 5         | 6          | 8
P08         | 5         | 5.5        | 4
P09         | 6.5       | 6.5        | 8.5
P10         | 6         | 5          | 2.5
P11         | 6.5       | 7.5        | 4
P12         | 4.5       | 6          | 7
P13         | 3.5       | 5          | 4
P14         | 7.5       | 7          | 8.5
P15         | 3         | 7          | 6
P16         | 4         | 5.5        | 1.5
"""

SPLIT = """
opportunity | for                                          | against
P08         | Partners leave over blame that is not theirs | A partner chooses the carrier
P10         | Brands spend double once they see results    | Brings income, but solves no partner's problem
"""

# Days per role and money, per quarter.
CAPACITY = """
role       | 2017Q4 | 2018Q1 | 2018Q2 | 2018Q3 | 2018Q4
it         | 70     | 80     | 80     | 70     | 75
marketing  | 18     | 20     | 20     | 16     | 20
operations | 26     | 28     | 28     | 26     | 28
service    | 28     | 36     | 32     | 26     | 26
budget     | 62000  | 68000  | 68000  | 66000  | 64000
"""

PROGRAMMES = (
    """
programme         | stage      | class      | weight | profile       | start      | end
Newsletter        | loyal      | newsletter | 10     |               | 2016-01-01 |
Training          | occasional | lifecycle  | 40     |               | 2016-01-01 |
Quality warning   | loyal      | service    | 90     |               | 2016-01-01 |
Welcome           | new        | lifecycle  | 60     | Starter       | 2018-01-15 |
First sale        | new        | triggered  | 80     |               | 2018-02-01 |
Range check       | occasional | triggered  | 70     | Range seller  | 2018-02-01 |
Brand page offer  | loyal      | promotion  | 30     | Brand builder | 2018-03-01 |
Are you all right | slipping   | triggered  | 85     |               | 2018-02-01 |
Come back         | lapsed     | promotion  | 20     |               | 2018-04-01 |
Change of terms   | loyal      | legal      | 100    |               | 2018-01-01 |
""",
    """
programme         | trigger                       | message
Newsletter        | Calendar, quarterly           | What changes for your range
Training          | Partner signs up              | The lesson for your level
Quality warning   | Norm missed                   | What went wrong, and the way back
Welcome           | Account approved              | Your first ten products
First sale        | First order                   | What happens now
Range check       | Fewer than 15 days with sales | Three products your buyers look for
Brand page offer  | Own brand, loyal              | Your brand page, three months free
Are you all right | Six weeks without sales       | Can we help, and with what
Come back         | Thirteen weeks without sales  | What we have improved for you
Change of terms   | New terms                     | What changes and when
""",
    """
programme         | channel | objective                   | kpi                      | target
Newsletter        | e-mail  | Rule changes known          | Share opening            | 50 %
Training          | webinar | A better stage next quarter | Share moving up          | 25 %
Quality warning   | e-mail  | Recovery within four weeks  | Share recovered          | 70 %
Welcome           | e-mail  | Ten products online         | Share with ten products  | 60 %
First sale        | e-mail  | A second sale in two weeks  | Share with a second sale | 65 %
Range check       | e-mail  | Sales in every week         | Share moving up          | 20 %
Brand page offer  | phone   | Grow the brand              | Share accepting          | 10 %
Are you all right | phone   | The obstacle known          | Share selling again      | 25 %
Come back         | e-mail  | Return or a clean goodbye   | Share selling again      | 5 %
Change of terms   | e-mail  | Everyone informed in time   | Share delivered          | 99 %
""",
)

# Of the orders, the share that is a case; the share of cases within the norm (of a partner in the middle, without
# mishaps, in the first quarter); how partners differ, what a quarter adds and what being small adds, in log odds;
# and the contacts that tell of mishaps.
NORMS = """
norm          | cases | level | spread | rise | small | contact
on-time       | 1.0   | 0.97  | 0.5    | 0.06 | 0.0   | Quality warning
cancellations | 1.0   | 0.988 | 0.5    | 0.0  | 0.0   | Quality warning
replies       | 0.35  | 0.975 | 0.5    | 0.0  | -1.1  | Partner service
returns       | 0.25  | 0.96  | 0.5    | 0.0  | 0.0   | Returns
"""

# 1 product, 2 channel, 3 audience, 4 personal, 5 prescriptive.
READINESS = """
dimension | answer | statement
plan      | 4      | We want advice that fits each partner's range
plan      | 4      | We want to act as soon as a partner slips
plan      | 4      | We want to decide per partner what helps most
plan      | 3      | We set targets per group of partners
people    | 3      | Someone owns each group of partners
people    | 3      | Feedback reaches the team that can solve it
people    | 2      | Teams work on a whole journey together
people    | 2      | Analysts and account managers meet every week
tooling   | 2      | Messages and calls share one history
tooling   | 2      | A message can differ per partner
tooling   | 3      | Partners find their own figures in the portal
tooling   | 2      | Response comes back within a week
data      | 3      | Sales, returns and calls share one partner key
data      | 3      | Stages are kept up to date every month
data      | 2      | Needs found in workshops are recorded
data      | 2      | Belgian partners can be told apart in every report
"""
