#include "api/richrelevance/page_call.hpp"

#include "footfall/events/link_event.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

constexpr std::size_t cited_bytes = 64;
constexpr std::size_t categories_max = 20;
constexpr std::string_view session_prefix = "session:";

std::string_view page_of(std::string_view placement) { return placement.substr(0, placement.find('.')); }

result<void> read_placements(const call_parameters& sent, page_call& call) {
  const auto sent_list = sent.require("placements");
  if (!sent_list) return sent_list.error();
  auto list = sent.list("placements", placements_max);
  if (!list) return list.error();
  for (const auto placement : *list) {
    const auto* page = find_page_type(page_of(placement));
    if (page == nullptr)
      return bad("placements", fmt::format("{} has no known page type", placement.substr(0, cited_bytes)));
    if (call.page != nullptr && page != call.page)
      return bad("placements", fmt::format("{} and {} are of different pages", call.page->name, page->name));
    call.page = page;
  }
  if (call.page == nullptr) return failure{error::missing_parameter, "placements: is required"};
  call.placements = std::move(*list);
  return {};
}

result<void> read_products(const call_parameters& sent, bool alphanumeric, page_call& call) {
  const auto& page = *call.page;
  // An empty basket is one, too.
  const bool is_given =
      page.name == "cart_page" ? sent.has(page.products) : !sent.find(page.products).empty();
  if (page.needs_products && !is_given)
    return failure{error::missing_parameter, fmt::format("{}: is required on {}", page.products, page.name)};
  auto list = sent.list(page.products, page.products_max);
  if (!list) return list.error();
  for (const auto product : *list) {
    auto item = events::read_item(product_type, product, alphanumeric);
    if (!item) return bad(page.products, item.error().detail());
    call.items.push_back(std::move(*item));
  }
  call.products = std::move(*list);
  return {};
}

// Lists that belong to the products, one entry each.
result<text_list> read_aligned(const call_parameters& sent, std::string_view name, std::size_t products) {
  auto list = sent.list(name);
  if (list && list->size() != products)
    return bad(name, fmt::format("{} entries for {} products", list->size(), products));
  return list;
}

// Whole cents, so that nothing is lost on the way.
result<std::string> price_of_cents(std::string_view cents) {
  constexpr std::size_t digits_max = 15;
  if (cents.size() > digits_max || cents.find_first_not_of("0123456789") != cents.npos)
    return bad("ppc", fmt::format("{} is not a whole number of cents", cents.substr(0, cited_bytes)));
  const auto padded = fmt::format("{:0>3}", cents);
  const auto whole = padded.size() - 2;
  return fmt::format("{}.{}", padded.substr(0, whole), padded.substr(whole));
}

result<void> read_order(const call_parameters& sent, page_call& call) {
  call.order = sent.find("o");
  const auto count = call.products.size();
  // Pages send both, and the whole number is the surer one.
  const bool in_cents = !sent.find("ppc").empty();
  if (!in_cents && sent.find("pp").empty())
    return failure{error::missing_parameter, "pp or ppc: is required on purchase_complete_page"};
  if (auto given = sent.require("q"); !given) return given.error();
  const auto quantities = read_aligned(sent, "q", count);
  if (!quantities) return quantities.error();
  const auto prices = read_aligned(sent, in_cents ? "ppc" : "pp", count);
  if (!prices) return prices.error();
  for (std::size_t place = 0; place < count; ++place) {
    auto price = in_cents ? price_of_cents((*prices)[place]) : std::string((*prices)[place]);
    if (!price) return price.error();
    call.lines.push_back({(*quantities)[place], std::move(*price)});
  }
  return {};
}

// `id:name|id:name`
result<std::string> read_segments(const call_parameters& sent) {
  const auto list = sent.list("sgs");
  if (!list) return list.error();
  std::string ids;
  for (const auto segment : *list) {
    if (!ids.empty()) ids += ',';
    ids += segment.substr(0, segment.find(':'));
  }
  return ids;
}

}  // namespace

result<visitor> make_visitor(std::string_view session, std::string_view user) {
  visitor who{.user = user, .session = session, .session_id = fmt::format("{}{}", session_prefix, session)};
  // What pages send that have no user. Who has opted out is somebody.
  if (events::is_placeholder(who.user) && who.user != events::user_who_opted_out) who.user = {};
  for (const auto& [name, id] :
       {std::pair("sessionId", std::string_view(who.session_id)), std::pair("userId", who.user)})
    if (id.size() > events::user_bytes_max || id.find('\\') != id.npos)
      return bad(name, fmt::format("has a backslash or more than {} bytes", events::user_bytes_max));
  return who;
}

result<visitor> read_visitor(const call_parameters& sent) {
  const auto session = sent.require("sessionId");
  if (!session) return session.error();
  return make_visitor(*session, sent.find("userId"));
}

result<page_call> read_page_call(const call_parameters& sent, const customer::customer_settings& settings) {
  page_call call;
  if (auto read = read_placements(sent, call); !read) return read.error();
  auto who = read_visitor(sent);
  if (!who) return who.error();
  call.who = std::move(*who);
  if (!call.page->needs.empty())
    if (auto given = sent.require(call.page->needs); !given) return given.error();
  if (auto read = read_products(sent, settings.alphanumeric_items, call); !read) return read.error();
  auto categories = sent.list("chi", categories_max);
  if (!categories) return categories.error();
  call.categories.assign(categories->begin(), categories->end());
  if (call.page->needs == "categoryId" && call.categories.empty())
    call.categories.emplace_back(sent.find("categoryId"));
  if (call.page->needs == "fpb") call.brand = sent.find("fpb");
  if (call.page->needs == "searchTerm") call.term = sent.find("searchTerm");
  if (call.page->needs == "o")
    if (auto read = read_order(sent, call); !read) return read.error();
  auto segments = read_segments(sent);
  if (!segments) return segments.error();
  call.segments = std::move(*segments);
  call.language = sent.find("lang");
  return call;
}

}  // namespace footfall::api::richrelevance
