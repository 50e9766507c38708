// Beast 1.81 counts its limit of a head anew for each piece, and a chunk twice against that of the body when
// its line comes in pieces; it keeps lines of chunks and trailers without any limit, and asserts when the
// last chunk comes in pieces of less than five bytes. So it sees whole heads only, what it could not use yet
// is bounded here, and the body is counted where it is handed on.
#include "outbound/response_reader.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <utility>

namespace footfall::outbound {

namespace {

namespace beast = boost::beast;

constexpr std::size_t pending_bytes_max = 65'536;
constexpr std::size_t last_chunk_bytes = 5;  // 0 CR LF CR LF

failure broken(std::string_view why) { return {error::io_failed, fmt::format("the answer {}", why)}; }

failure unreadable(const beast::error_code& problem) {
  return broken(fmt::format("cannot be read: {}", problem.message()));
}

std::string_view view(beast::string_view text) noexcept { return {text.data(), text.size()}; }

}  // namespace

void passed_on_body::reader::init(const boost::optional<std::uint64_t>& length, beast::error_code& problem) {
  problem = {};
  if (length && *length > to_.bytes_max)
    refuse({error::body_too_large, fmt::format("the answer is longer than {} bytes", to_.bytes_max)},
           problem);
}

std::size_t passed_on_body::reader::hand_on(std::string_view piece, beast::error_code& problem) {
  problem = {};
  to_.bytes += piece.size();
  if (to_.bytes > to_.bytes_max)
    refuse({error::body_too_large, fmt::format("the answer is longer than {} bytes", to_.bytes_max)},
           problem);
  else if (auto taken = (*to_.take)(piece); !taken)
    refuse(taken.error(), problem);
  return piece.size();
}

void passed_on_body::reader::refuse(failure why, beast::error_code& problem) {
  to_.refused = std::move(why);
  problem = beast::http::error::body_limit;  // any error makes the parser stop
}

response_reader::response_reader(std::uint64_t bytes_max, const receiver& take)
    : bytes_max_(bytes_max), take_(take) {
  expect_head();
}

void response_reader::expect_head() {
  auto& parser = parser_.emplace();
  parser.header_limit(pending_bytes_max);
  parser.body_limit(boost::none);
  parser.get().body() = {.bytes_max = bytes_max_, .take = &take_};
}

std::string response_reader::field(std::string_view name) const {
  return std::string(view(parser_->get()[beast::string_view(name.data(), name.size())]));
}

bool response_reader::is_whole() const { return has_head_ && (status() != 200 || parser_->is_done()); }

result<void> response_reader::read_head() {
  const auto end = pending_.find("\r\n\r\n");
  const auto size = end == std::string::npos ? pending_.size() : end + 4;
  if (head_bytes_ + size > pending_bytes_max) return broken("has a head of more than 64 KiB");
  if (end == std::string::npos) return {};
  head_bytes_ += size;
  beast::error_code problem;
  parser_->put(boost::asio::const_buffer(pending_.data(), size), problem);
  if (problem || !parser_->is_header_done()) return unreadable(problem);
  pending_.erase(0, size);
  if (status() < 200) {  // it only announces the answer
    expect_head();
    return read_head();
  }
  const auto coding = field("transfer-encoding");
  if (!coding.empty() && !text::equal_without_case(coding, "chunked"))
    return broken("is in a transfer coding that nobody asked for");
  parser_->eager(true);
  has_head_ = true;
  return {};
}

result<void> response_reader::read_body() {
  if (pending_.empty() || (parser_->chunked() && pending_.size() < last_chunk_bytes)) return {};
  beast::error_code problem;
  const auto used = parser_->put(boost::asio::const_buffer(pending_.data(), pending_.size()), problem);
  if (const auto& refused = parser_->get().body().refused) return *refused;
  if (problem && problem != beast::http::error::need_more) return unreadable(problem);
  pending_.erase(0, used);
  if (pending_.size() > pending_bytes_max) return broken("has a line between its chunks that is too long");
  return {};
}

result<void> response_reader::read(std::string_view piece) {
  pending_.append(piece);
  if (!has_head_)
    if (auto read = read_head(); !read) return read;
  return has_head_ && !is_whole() ? read_body() : result<void>();
}

result<void> response_reader::end() {
  if (is_whole()) return {};
  beast::error_code problem;
  if (has_head_) parser_->put_eof(problem);
  return is_whole() ? result<void>() : broken("ends too early");
}

}  // namespace footfall::outbound
