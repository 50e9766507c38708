// THE table of families.
#include "api/admin/guard.hpp"
#include "api/content/content_format.hpp"
#include "api/error_answers.hpp"
#include "api/richrelevance/answers.hpp"
#include "api/search/answers.hpp"
#include "api/tracking/receipts.hpp"
#include "footfall/api/routes.hpp"

namespace footfall::api {

constexpr bool any_origin = true;
constexpr bool reads_events = true;

constinit const family tracking_family{"tracking", listener::open, write_fault,
                                       any_origin, !reads_events,  note_refusal};
constinit const family events_family{"events", listener::open, write_fault, any_origin, !reads_events};
constinit const family recommendation_family{"recommendation", listener::open, write_fault, any_origin,
                                             reads_events};
constinit const family richrelevance_family{"richrelevance", listener::open, richrelevance::write_page_fault,
                                            any_origin, reads_events};
constinit const family search_family{"search", listener::open, write_search_fault, any_origin, !reads_events};
constinit const family content_family{"content", listener::open, write_content_fault, !any_origin,
                                      !reads_events};
constinit const family admin_family{"admin", listener::admin, write_admin_fault, !any_origin, !reads_events};

}  // namespace footfall::api
