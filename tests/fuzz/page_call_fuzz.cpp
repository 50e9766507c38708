// Any bytes as a call of RichRelevance's family, its context and its signature: no crash, and nothing beyond
// the bounds that are promised.
#include "api/richrelevance/boxes.hpp"
#include "api/richrelevance/cookie.hpp"
#include "api/richrelevance/oauth.hpp"
#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/placement_context.hpp"
#include "api/richrelevance/product_rules.hpp"
#include "api/richrelevance/products.hpp"
#include "footfall/events/read_event.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace footfall;
using namespace footfall::api::richrelevance;

void check(const page_call& call) {
  if (call.page == nullptr || call.placements.empty() || call.placements.size() > placements_max)
    std::abort();
  if (call.products.size() != call.items.size() || call.products.size() > events::items_max) std::abort();
  if (!call.lines.empty() && call.lines.size() != call.products.size()) std::abort();
  if (call.who.id().empty() || call.who.id().size() > events::user_bytes_max) std::abort();
}

void read(const call_parameters& sent, bool alphanumeric) {
  customer::customer_settings settings;
  settings.alphanumeric_items = alphanumeric;
  const auto call = read_page_call(sent, settings);
  if (call)
    check(*call);
  else if (call.error().detail().empty())
    std::abort();
  static_cast<void>(read_product_filters(sent));
  static_cast<void>(read_product_form(sent));
  if (const auto size = read_box_size(sent, 10); size && (size->count < 1 || size->count > 1000))
    std::abort();
  if (const auto lists = sent.named_lists("userAttribute"); lists && lists->size() > list_items_max)
    std::abort();
  // What is taken is ours: given back, or made anew.
  static const identity::user_hasher hasher{identity::secret_key{1, 2, 3}};
  if (const auto cookie = cookie_for(sent.find("rcs"), "shop", 1'769'860'800'000, hasher);
      cookie && !cookie->starts_with("f1."))
    std::abort();
}

void read_body(std::string_view bytes) {
  customer::customer_settings settings;
  settings.alphanumeric_items = true;
  const auto contexts = read_placement_contexts(bytes, settings);
  if (contexts && contexts->size() > placements_max) std::abort();
}

// What is covered by a signature is in its text.
void read_signature(std::string_view bytes) {
  const auto claim = read_oauth(bytes);
  if (!claim) return;
  if (claim->signature.empty() || claim->time_s <= 0) std::abort();
  if (oauth_base("GET", "http://shop.example/", {}, *claim).find("oauth_nonce") == std::string::npos)
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_body(bytes);
  read_signature(bytes);
  static http::request question;
  question.raw_target = "/?" + std::string(bytes);
  if (!question.target.assign(question.raw_target)) return 0;
  static call_parameters sent;
  if (!sent.read(question)) return 0;
  read(sent, true);
  read(sent, false);
  return 0;
}
