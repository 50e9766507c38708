// Splits and decodes request targets. Written by hand: it takes 50 ns where a strict URL library takes 300,
// and browsers leave bytes raw that such a library refuses.
#include "footfall/http/request.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/utf8.hpp"

#include <fmt/format.h>

#include <utility>

namespace footfall::http {
namespace {

constexpr std::size_t segments_max = 32;
constexpr std::size_t parameters_max = 100;

failure refused(std::string detail) { return failure{error::bad_request, std::move(detail)}; }

// The target without scheme and authority; unchanged when it has none.
std::string_view without_authority(std::string_view raw) noexcept {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text::equal_without_case(raw.substr(0, scheme.size()), scheme)) continue;
    raw.remove_prefix(scheme.size());
    const auto end = raw.find_first_of("/?");
    return end == std::string_view::npos ? "/" : raw.substr(end);
  }
  return raw;
}

// Looked for in all decoded bytes at once, raw and encoded ones alike (protocol A4).
result<void> check_bytes(std::string_view decoded) {
  if (decoded.find('\\') != std::string_view::npos) return refused("a backslash is not allowed");
  if (decoded.find('\0') != std::string_view::npos) return refused("a zero byte is not allowed");
  if (text::find_bad_utf8(decoded) != decoded.npos) return refused("the decoded bytes are not UTF-8");
  return {};
}

}  // namespace

target::target(const target& other) { *this = other; }

target& target::operator=(const target& other) {
  decoded_ = other.decoded_;
  segments_ = other.segments_;
  parameters_ = other.parameters_;
  ends_with_slash_ = other.ends_with_slash_;
  move_views(other.decoded_.data(), decoded_.data());
  return *this;
}

void target::clear() noexcept {
  decoded_.clear();
  segments_.clear();
  parameters_.clear();
  ends_with_slash_ = false;
}

result<void> target::assign(std::string_view raw) {
  clear();
  const auto relative = without_authority(raw);
  const auto path = relative.substr(0, relative.find('?'));
  const auto starts_well = relative.size() < raw.size() ? path.empty() || path.front() == '/'
                                                        : !path.empty() && path.front() == '/';
  if (!starts_well) return refused("the request target must start with a slash");

  make_room(relative.size());
  auto segments = path.substr(path.empty() ? 0 : 1);
  // Of a base address with a slash too many.
  if (segments.size() > 1 && segments.starts_with('/') && segments[1] != '/') segments.remove_prefix(1);
  auto added = add_path(segments);
  if (added && path.size() < relative.size()) added = add_query(relative.substr(path.size() + 1));
  if (added) added = check_bytes(decoded_);
  if (!added) clear();
  return added;
}

result<void> target::add_form(std::string_view body) {
  const auto bytes_before = decoded_.size();
  const auto parameters_before = parameters_.size();
  make_room(body.size());
  auto added = add_query(body);
  if (added) added = check_bytes(std::string_view(decoded_).substr(bytes_before));
  if (!added) {
    decoded_.resize(bytes_before);
    parameters_.resize(parameters_before);
  }
  return added;
}

result<void> target::add_path(std::string_view path) {
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto encoded = path.substr(0, slash);
    if (segments_.size() == segments_max)
      return refused(fmt::format("the path has more than {} segments", segments_max));
    std::string_view segment;
    if (!add_decoded(encoded, text::plus::literal, segment))
      return refused(fmt::format("path segment {} has a broken percent-encoding", segments_.size() + 1));
    segments_.push_back(segment);
    ends_with_slash_ = slash != std::string_view::npos;
    path.remove_prefix(ends_with_slash_ ? slash + 1 : encoded.size());
  }
  // A lone slash is a path without segments that ends with one.
  if (segments_.empty()) ends_with_slash_ = true;
  return {};
}

result<void> target::add_query(std::string_view query) {
  while (!query.empty()) {
    auto piece = query.substr(0, query.find('&'));
    query.remove_prefix(piece.size() == query.size() ? piece.size() : piece.size() + 1);
    // `&amp;` of a link that was escaped once too often.
    if (constexpr std::string_view escaped = "amp;"; piece.starts_with(escaped))
      piece.remove_prefix(escaped.size());
    const auto equals = piece.find('=');
    if (piece.empty() || equals == 0) continue;
    if (parameters_.size() == parameters_max)
      return refused(fmt::format("more than {} parameters", parameters_max));
    parameter added;
    const auto value = equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1);
    if (!add_decoded(piece.substr(0, equals), text::plus::space, added.name) ||
        !add_decoded(value, text::plus::space, added.value))
      return refused(fmt::format("parameter {} has a broken percent-encoding", parameters_.size() + 1));
    parameters_.push_back(added);
  }
  return {};
}

bool target::add_decoded(std::string_view encoded, text::plus meaning, std::string_view& decoded) {
  const auto begin = decoded_.size();
  if (!text::append_decoded(decoded_, encoded, meaning)) return false;
  decoded = std::string_view(decoded_).substr(begin);
  return true;
}

void target::make_room(std::size_t bytes) {
  if (decoded_.capacity() - decoded_.size() >= bytes) return;
  std::string larger;
  larger.reserve(decoded_.size() + bytes);
  larger.append(decoded_);
  move_views(decoded_.data(), larger.data());
  decoded_.swap(larger);
}

void target::move_views(const char* from, const char* to) noexcept {
  const auto moved = [from, to](std::string_view view) {
    return std::string_view(to + (view.data() - from), view.size());
  };
  for (auto& segment : segments_) segment = moved(segment);
  for (auto& each : parameters_) each = {moved(each.name), moved(each.value)};
}

std::string_view target::find(std::string_view name) const noexcept {
  for (const auto& each : parameters_)
    if (!each.value.empty() && text::equal_without_case(each.name, name)) return each.value;
  return {};
}

}  // namespace footfall::http
